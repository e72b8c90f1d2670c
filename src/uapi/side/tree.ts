// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../../context.ts';
import { moreFiles } from '../../kernel/debian/more-files.ts';
import type { Tree } from '../../kernel/tree.ts';
import { exportedReads } from '../headers/exported.ts';
import { ARCHES, treeFiles } from '../headers/tree-headers.ts';
import { kernelSide, type SideTree, type UapiSide } from './side.ts';
import { isSource, SOURCE_READS } from './sources.ts';

/**
 * The side that an open tree is; of a git tree all that rules and headers need is read by one git.
 *
 * @param context to fetch what a Debian tree in the cache lacks; without it there is no more than that
 */
export async function sideOfTree(tree: Tree, context?: Context): Promise<UapiSide> {
  const exports = exportedReads(ARCHES);
  const wanted = (path: string) =>
    isSource(path) || exports.includes(path) || /(^|\/)(include\/uapi|syscalls)\//.test(path);
  const files = await treeFiles(tree, [...exports, ...SOURCE_READS], wanted);
  return kernelSide(tree.spec, tree.label, files, { tree: placeOf(tree), ...fetcher(tree, context) });
}

function placeOf(tree: Tree): SideTree {
  const { base, folder } = tree;
  return {
    ...(folder === undefined ? {} : { folder }),
    ...(base.kind === 'git' ? { repository: base.path, commit: base.commit } : {}),
    partial: base.kind === 'debian',
    list: (below) => tree.list(below),
  };
}

function fetcher(tree: Tree, context: Context | undefined): Pick<UapiSide, 'fetch'> {
  if (tree.base.kind === 'debian')
    return context ? { fetch: (paths) => moreFiles(tree, paths, context) } : {};
  return {
    fetch: async (paths) => {
      const texts = await Promise.all(paths.map((path) => tree.read(path)));
      return new Map(
        paths.flatMap((path, at): [string, string][] => {
          const text = texts[at];
          return text === undefined ? [] : [[path, text]];
        }),
      );
    },
  };
}
