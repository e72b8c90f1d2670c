// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../context.ts';
import { moreFiles } from '../kernel/debian/more-files.ts';
import { isKept } from '../kernel/debian/tree-files.ts';
import type { Tree } from '../kernel/tree.ts';
import type { ReadTree } from './history.ts';
import type { Message } from './message.ts';

/** Of a Debian tree not all files are at hand; those that the patches touch are fetched together. */
export async function reader(patches: readonly Message[], tree: Tree, context: Context): Promise<ReadTree> {
  const made = createdPaths(patches);
  const touched = new Set(patches.flatMap(({ diffs }) => diffs.flatMap(({ oldPath }) => oldPath ?? [])));
  const missing: string[] = [];
  for (const path of touched)
    if (!made.has(path) && !isKept(path) && (await tree.read(path)) === undefined) missing.push(path);
  const more = await moreFiles(tree, missing, context);
  return async (path) => (await tree.read(path)) ?? more.get(path);
}

/** Paths that some patch makes before any changes it. */
export function createdPaths(patches: readonly Message[]): Set<string> {
  const made = new Set<string>();
  const seen = new Set<string>();
  for (const { oldPath, newPath } of patches.flatMap(({ diffs }) => diffs)) {
    if (oldPath === undefined && newPath !== undefined && !seen.has(newPath)) made.add(newPath);
    for (const path of [oldPath, newPath]) if (path !== undefined) seen.add(path);
  }
  return made;
}
