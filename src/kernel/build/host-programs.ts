// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../../context.ts';
import { HostLacks } from '../failures.ts';
import { run } from '../run.ts';

/** What building modules and unpacking kernels needs of the host, and the Debian package that has it. */
export const BUILD_PROGRAMS: Readonly<Record<string, string>> = {
  gcc: 'gcc',
  ld: 'binutils',
  lz4: 'lz4',
  make: 'make',
  strip: 'binutils',
  xz: 'xz-utils',
  zstd: 'zstd',
};

/**
 * Asked before anything is downloaded.
 *
 * @throws HostLacks naming all that is missing at once
 */
export async function requireBuildPrograms(context: Context): Promise<void> {
  const missing: string[] = [];
  for (const program of Object.keys(BUILD_PROGRAMS))
    if (!(await isThere(program, context))) missing.push(program);
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map((program) => BUILD_PROGRAMS[program]))].sort().join(' ');
  throw new HostLacks({
    title: `the host has no ${missing.join(', ')}, which building kernel modules needs`,
    hint: `Install what is missing: apt-get install ${packages}`,
  });
}

async function isThere(program: string, context: Context): Promise<boolean> {
  try {
    await run(program, ['--version'], context);
    return true;
  } catch (error) {
    if (error instanceof HostLacks) return false;
    throw error;
  }
}
