// SPDX-License-Identifier: GPL-2.0-only
import { posix } from 'node:path';
import { makefileOf } from '../kbuild/makefile.ts';
import { canonical } from './modinfo.ts';

/** What a folder's Makefile says of what is made there. Conditions are not looked at: both sides count. */
export interface FolderMakefile {
  /** Of each module, and each object built in, the objects that it is linked from, by path below the folder. */
  readonly objects: ReadonlyMap<string, readonly string[]>;
  /** Folders below that make descends into: `mlx5`. What is made there is no part of this folder's modules. */
  readonly descends: ReadonlySet<string>;
  /** Folders of the tree whose headers it adds to the compiler's path. */
  readonly includes: readonly string[];
}

/**
 * What a folder's Makefile says of the modules of that folder (Documentation/kbuild/makefiles.rst); nothing where the
 * tree has none there.
 *
 * @param read text of a file by its path in the tree; undefined where there is none
 */
export async function folderMakefile(
  read: (path: string) => Promise<string | undefined>,
  folder: string,
): Promise<FolderMakefile> {
  const goals = new Set<string>();
  const parts = new Map<string, string[]>();
  const descends = new Set<string>();
  const includes = new Set<string>();
  for (const { list, words } of (await makefileOf(read, folder))?.makefile.assignments ?? []) {
    if (/^((subdir-)?(cc|as)flags$|[CA]FLAGS_)/.test(list)) {
      for (const path of includePaths(words)) includes.add(path);
      continue;
    }
    const objects = words.filter((word) => word.endsWith('.o'));
    if (list !== 'obj') parts.set(list, [...(parts.get(list) ?? []), ...objects]);
    else {
      for (const object of objects) goals.add(object.slice(0, -2));
      for (const word of words) if (word.endsWith('/')) descends.add(word.split('/')[0] ?? '');
    }
  }
  const objects = new Map([...goals].map((goal) => [canonical(goal), parts.get(goal) ?? [`${goal}.o`]]));
  return { objects, descends, includes: [...includes] };
}

/** Folders of the tree in flags of the compiler; the kernel's own include folders come with its headers. */
function includePaths(flags: readonly string[]): string[] {
  const written = [...flags.join(' ').matchAll(/-I\s*(\S+)/g)].map(([, path = '']) => posix.normalize(path));
  return written
    .filter((path) => !/^\.|^\/|^include(\/|$)/.test(path))
    .map((path) => path.replace(/\/$/, ''));
}
