// SPDX-License-Identifier: GPL-2.0-only
import { posix } from 'node:path';
import type { Context } from '../../context.ts';
import { withFiles } from '../debian/with-files.ts';
import { includedBy } from '../includes/lines.ts';
import type { Tree } from '../tree.ts';
import { folderMakefile } from './folder-makefile.ts';
import { type Kernel, swappedFolders } from './kernel.ts';

/** What a build of the replaced modules takes from a tree. */
export interface BuildSources {
  /** Sorted. */
  readonly paths: readonly string[];
  /** Folders elsewhere in the tree that the modules' Makefiles name for headers: `drivers/net/ethernet/lamp/common`. */
  readonly includes: readonly string[];
  /** What is named for a header and is not in the tree: it comes with the kernel, or the tree is not at hand in full. */
  readonly absent: readonly string[];
}

/**
 * A tree with all that a build of the replaced modules takes from it: of a Debian tree what is not kept is fetched.
 *
 * @throws as withFiles
 */
export async function treeForBuild(tree: Tree, kernel: Kernel, context: Context): Promise<Tree> {
  if (tree.base.kind !== 'debian') return tree;
  let whole = await withFiles(tree, swappedFolders(kernel), context);
  const asked = new Set<string>();
  for (;;) {
    const { absent } = await buildSources(whole, kernel);
    const wanted = absent.filter((path) => !asked.has(path));
    if (wanted.length === 0) return whole;
    for (const path of wanted) asked.add(path);
    whole = await withFiles(whole, wanted, context);
  }
}

/**
 * The folders that the modules are made in, the headers outside that the swap names, and those that the sources reach by
 * `#include "../x.h"` or by a folder that their Makefile names. All other headers are the kernel's own.
 */
export async function buildSources(tree: Tree, kernel: Kernel): Promise<BuildSources> {
  const folders = swappedFolders(kernel);
  const inside = (path: string) => folders.some((folder) => path.startsWith(`${folder}/`));
  const paths = new Set<string>();
  for (const folder of folders) for (const path of await tree.list(folder)) paths.add(path);
  if (paths.size === 0) return { paths: [], includes: [], absent: [] };
  const absent = new Set<string>();

  const includes = new Set<string>();
  for (const folder of folders) {
    const makefile = await folderMakefile((path) => tree.read(path), folder);
    for (const one of makefile.includes) if (!inside(`${one}/`)) includes.add(one);
  }
  for (const folder of includes) {
    const headers = (await tree.list(folder)).filter((path) => path.endsWith('.h'));
    if (headers.length === 0) absent.add(folder);
    for (const path of headers) paths.add(path);
  }

  const { own = [], shared = [], uapi = [] } = kernel.swapHeaders;
  for (const path of [...own, ...shared, ...uapi]) if ((await tree.read(path)) !== undefined) paths.add(path);

  const waiting = [...paths].filter((path) => /\.[chS]$/.test(path));
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop())
    for (const header of quotedOutside((await tree.read(path)) ?? '', path)) {
      if (paths.has(header)) continue;
      if ((await tree.read(header)) === undefined) {
        absent.add(header);
        continue;
      }
      paths.add(header);
      waiting.push(header);
    }
  return { paths: [...paths].sort(), includes: [...includes], absent: [...absent].sort() };
}

/** Paths in the tree of what a file includes by a path of its own; headers that come with the kernel left out. */
function quotedOutside(text: string, path: string): string[] {
  return includedBy(text)
    .filter((name) => name.startsWith('"'))
    .map((name) => posix.join(posix.dirname(path), name.slice(1, -1)))
    .filter((header) => !/^(include|arch\/\w+\/include)\/|^\.\./.test(header));
}
