// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../context.ts';
import { HostLacks } from './failures.ts';
import { run } from './run.ts';

/** Programs, and the Debian package that has each. */
export type Programs = Readonly<Record<string, string>>;

/** What configuring a kernel needs beside compilers: kconfig is built by flex and bison, timeconst.h by bc. */
export const KBUILD_PROGRAMS: Programs = {
  make: 'make',
  gcc: 'gcc',
  flex: 'flex',
  bison: 'bison',
  bc: 'bc',
};

/**
 * @param purpose `compiling patches`
 * @throws HostLacks naming all that is missing at once
 */
export async function requirePrograms(programs: Programs, purpose: string, context: Context): Promise<void> {
  const missing: string[] = [];
  for (const program of Object.keys(programs)) if (!(await isThere(program, context))) missing.push(program);
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map((program) => programs[program]))].sort().join(' ');
  throw new HostLacks({
    title: `the host has no ${missing.join(', ')}, which ${purpose} needs`,
    hint: `Install what is missing: apt-get install ${packages}`,
  });
}

export async function isThere(program: string, context: Context): Promise<boolean> {
  return (await versionOf(program, context)) !== undefined;
}

/** First line of a program's --version; undefined where the host has no such program. */
export async function versionOf(program: string, context: Context): Promise<string | undefined> {
  try {
    return (await run(program, ['--version'], context)).stdout.split('\n')[0];
  } catch (error) {
    if (error instanceof HostLacks) return undefined;
    throw error;
  }
}
