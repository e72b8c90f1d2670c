// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../context.ts';
import { moreFiles } from '../kernel/debian/more-files.ts';
import type { Tree } from '../kernel/tree.ts';
import { exportedReads } from './headers/exported.ts';
import { ARCHES, treeFiles } from './headers/tree-headers.ts';
import { kernelSide, type Side } from './side-model.ts';
import { isSource, SOURCE_READS } from './side-sources.ts';

/**
 * The side that an open tree is; of a git tree all that rules and headers need is read by one git.
 *
 * @param context for what of a Debian tree is not kept; without it nothing further is fetched
 */
export async function sideOfTree(tree: Tree, context?: Context): Promise<Side> {
  const exports = exportedReads(ARCHES);
  const wanted = (path: string) =>
    isSource(path) || exports.includes(path) || /(^|\/)(include\/uapi|syscalls)\//.test(path);
  const files = await treeFiles(tree, [...exports, ...SOURCE_READS], wanted);
  const debian = tree.base.kind === 'debian';
  const fetch =
    debian && context
      ? async (path: string) => (await moreFiles(tree, [path], context)).get(path)
      : tree.folder === undefined
        ? (path: string) => tree.read(path)
        : undefined;
  const side = kernelSide(tree.spec, tree.label, files, fetch);
  return debian ? { ...side, partial: true } : side;
}
