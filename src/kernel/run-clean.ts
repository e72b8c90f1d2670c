// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../context.ts';
import { type Ran, type RunOptions, runProgram } from './run.ts';

/**
 * Runs a program with nothing of the caller's environment but its PATH: kbuild and gcc listen to dozens of variables
 * (KCFLAGS, CPATH, …), and a result is kept for everybody.
 */
export function runClean(
  cwd: string,
  variables: readonly string[],
  command: readonly string[],
  context: Context,
  options: Pick<RunOptions, 'onLine'> = {},
): Promise<Ran> {
  const script = 'exec env -i PATH="$PATH" LC_ALL=C "$@"';
  return runProgram('sh', ['-c', script, 'sh', ...variables, ...command], context, { cwd, ...options });
}
