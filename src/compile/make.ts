// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../context.ts';
import { HostLacks } from '../kernel/failures.ts';
import { type Ran, run } from '../kernel/run.ts';

/** What preparing a tree needs of the host beside compilers, and the Debian package that has it. */
const PROGRAMS: Readonly<Record<string, string>> = {
  make: 'make',
  gcc: 'gcc',
  flex: 'flex',
  bison: 'bison',
  bc: 'bc',
};

/**
 * Runs a program with nothing of the caller's environment but its PATH: kbuild and gcc listen to dozens of variables
 * (KCFLAGS, CPATH, …), and a result is kept for everybody.
 */
export function runClean(
  cwd: string,
  variables: readonly string[],
  command: readonly string[],
  context: Context,
): Promise<Ran> {
  const script = 'exec env -i PATH="$PATH" LC_ALL=C "$@"';
  return run('sh', ['-c', script, 'sh', ...variables, ...command], context, { cwd });
}

/** @throws HostLacks naming all that is missing at once */
export async function requirePrograms(context: Context): Promise<void> {
  const missing: string[] = [];
  for (const program of Object.keys(PROGRAMS))
    await run(program, ['--version'], context).catch((error: unknown) => {
      if (!(error instanceof HostLacks)) throw error;
      missing.push(program);
    });
  if (missing.length === 0) return;
  throw new HostLacks({
    title: `the host has no ${missing.join(', ')}, which compiling patches needs`,
    hint: `Install what is missing: apt-get install ${missing.map((program) => PROGRAMS[program]).join(' ')}`,
  });
}
