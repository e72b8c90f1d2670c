// SPDX-License-Identifier: GPL-2.0-only
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Context } from '../../context.ts';
import { ARCHITECTURE } from '../architecture.ts';
import { hostComplaint } from '../complaint.ts';
import { runProgram, tail } from '../run.ts';
import { withoutPlt32 } from './branch-relocations.ts';
import type { Kernel } from './kernel.ts';
import { problemsOf } from './verify-module.ts';

/** A module that was made and would not load. */
export interface Unfit {
  /** `vfio-pci-core.ko` */
  readonly file: string;
  readonly problems: string;
}

/**
 * The modules that were made in the copied tree `root`, without debug information, in the folder `into`.
 *
 * @returns the first that would not load; undefined where all would
 * @throws what hostComplaint finds in strip's words
 */
export async function stripModules(
  kernel: Kernel,
  root: string,
  into: string,
  context: Context,
): Promise<Unfit | undefined> {
  const strip = `${ARCHITECTURE[kernel.architecture].prefix}strip`;
  for (const { path, folder } of kernel.shipped) {
    const file = basename(path);
    const module = join(into, file);
    const arguments_ = ['--strip-debug', '-o', module, join(root, folder, file)];
    const { stderr, exitCode } = await runProgram(strip, arguments_, context);
    if (exitCode !== 0) {
      const fault = hostComplaint(stderr, into);
      if (fault) throw fault;
      return { file, problems: tail(stderr) };
    }
    const text = await readFile(module);
    if (kernel.branches === 'pc32' && withoutPlt32(text) > 0) await writeFile(module, text);
    const problems = problemsOf(text, await readFile(path));
    if (problems.length > 0) return { file, problems: problems.join('\n') };
  }
  return undefined;
}
