// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../context.ts';
import { HostLacks } from './failures.ts';
import { runProgram } from './run.ts';

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

/** Something that a host may be without, as a message calls it, and the Debian packages that have it. */
export interface Lack {
  readonly what: string;
  readonly packages: readonly string[];
}

/**
 * @param purpose `compiling patches`
 * @throws HostLacks naming all that is missing at once
 */
export async function requirePrograms(programs: Programs, purpose: string, context: Context): Promise<void> {
  const missing = await missingPrograms(programs, context);
  if (missing.length > 0) throw hostLacks(missing, purpose);
}

export async function missingPrograms(programs: Programs, context: Context): Promise<Lack[]> {
  const missing: Lack[] = [];
  for (const [what, name] of Object.entries(programs))
    if (!(await hasProgram(what, context))) missing.push({ what, packages: [name] });
  return missing;
}

/** All that is missing for one purpose, and the line that installs it. */
export function hostLacks(missing: readonly Lack[], purpose: string): HostLacks {
  const packages = [...new Set(missing.flatMap((lack) => lack.packages))].sort();
  return new HostLacks({
    title: `the host has no ${missing.map(({ what }) => what).join(', no ')}, which ${purpose} needs`,
    hint: `Install what is missing: apt-get install --no-install-recommends ${packages.join(' ')}`,
  });
}

export async function hasProgram(program: string, context: Context): Promise<boolean> {
  return (await programVersion(program, context)) !== undefined;
}

/** First line of a program's --version; undefined where the host has no such program. */
export async function programVersion(program: string, context: Context): Promise<string | undefined> {
  try {
    return (await runProgram(program, ['--version'], context)).stdout.split('\n')[0];
  } catch (error) {
    if (error instanceof HostLacks) return undefined;
    throw error;
  }
}
