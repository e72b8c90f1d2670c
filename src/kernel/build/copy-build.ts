// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Context } from '../../context.ts';
import { copyFailed } from '../complaint.ts';
import { runProgram } from '../run.ts';
import type { CompilerMessage } from './compiler-messages.ts';
import type { Kernel } from './kernel.ts';
import { commonHeaders } from './shared-header.ts';

/**
 * A copy of which make finds every object up to date: times are kept, and the paths in kbuild's dependency
 * files changed to the copy's own, without which it would take every command line for a new one.
 */
export async function copyBuild(
  { tree, root: old }: Pick<PreparedBuild, 'tree' | 'root'>,
  root: string,
  context: Context,
): Promise<void> {
  const { stderr, exitCode } = await runProgram('cp', ['-a', '--reflink=auto', tree, root], context);
  if (exitCode !== 0) throw copyFailed(stderr, root);
  for (const entry of await readdir(root, { recursive: true })) {
    if (!/(^|\/)\.[^/]*\.cmd$|\.mod$|(^|\/)modules\.order$/.test(entry)) continue;
    const path = join(root, entry);
    const { atime, mtime } = await stat(path);
    const text = await readFile(path, 'latin1');
    await writeFile(path, text.replaceAll(old, root), 'latin1');
    await utimes(path, atime, mtime);
  }
}

/** Writes one edited file; one that says the same as before keeps its time, and so its objects. */
export async function placeEdit(kernel: Kernel, root: string, path: string, text: string): Promise<void> {
  const target = join(root, path);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, text, 'latin1');
  await placeCounterpart(kernel, root, path);
}

/**
 * include/uapi comes second on the line, right after our include: without its counterpart beside it, <linux/x.h> would
 * be found as the UAPI header instead of the kernel's own that includes it.
 */
export async function placeCounterpart(kernel: Kernel, root: string, path: string): Promise<void> {
  const counterpart = path.replace(/^include\/uapi\//, 'include/');
  if (counterpart === path || existsSync(join(root, counterpart))) return;
  const original = join(await commonHeaders(kernel), counterpart);
  if (!existsSync(original)) return;
  await mkdir(dirname(join(root, counterpart)), { recursive: true });
  await copyFile(original, join(root, counterpart));
}

/** A complete build of the unchanged tree's modules, to be copied and never written. */
export interface PreparedBuild {
  /** Has the modules' folders and some of `include` of the tree, with objects. */
  tree: string;
  /** Path that the dependency files below `tree` begin with. */
  root: string;
  warnings: CompilerMessage[];
}
