// SPDX-License-Identifier: GPL-2.0-only
import { posix } from 'node:path';
import type { Tree } from '../tree.ts';
import { readFolderMakefile } from './folder-makefile.ts';
import { type Kernel, swappedFolders } from './kernel.ts';

/** What a build of the replaced modules takes from a tree. */
export interface BuildSources {
  /** Sorted. */
  readonly paths: readonly string[];
  /** Folders elsewhere in the tree that the modules' Makefiles name for headers: `drivers/net/ethernet/lamp/common`. */
  readonly includes: readonly string[];
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
  if (paths.size === 0) return { paths: [], includes: [] };

  const includes = new Set<string>();
  for (const folder of folders) {
    const makefile = readFolderMakefile((await tree.read(`${folder}/Makefile`)) ?? '', folder);
    for (const one of makefile.includes) if (!inside(`${one}/`)) includes.add(one);
  }
  for (const folder of includes)
    for (const path of await tree.list(folder)) if (path.endsWith('.h')) paths.add(path);

  const { own = [], shared = [], uapi = [] } = kernel.swapHeaders;
  for (const path of [...own, ...shared, ...uapi]) if ((await tree.read(path)) !== undefined) paths.add(path);

  const waiting = [...paths].filter((path) => /\.[chS]$/.test(path));
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop())
    for (const header of quotedOutside((await tree.read(path)) ?? '', path)) {
      if (paths.has(header) || (await tree.read(header)) === undefined) continue;
      paths.add(header);
      waiting.push(header);
    }
  return { paths: [...paths].sort(), includes: [...includes] };
}

/** Paths in the tree of what a file includes by a path of its own; headers that come with the kernel left out. */
function quotedOutside(text: string, path: string): string[] {
  return [...text.matchAll(/^[ \t]*#[ \t]*include[ \t]*"([^"]+)"/gm)]
    .map(([, name = '']) => posix.join(posix.dirname(path), name))
    .filter((header) => !/^(include|arch\/\w+\/include)\/|^\.\./.test(header));
}
