// SPDX-License-Identifier: GPL-2.0-only
import { dirname, join } from 'node:path/posix';
import type { Tree } from '../../kernel/tree.ts';
import type { HeaderSet } from '../model.ts';
import { followedLinks } from '../side/links.ts';
import { TARGETS } from '../targets.ts';
import { exportedReads } from './exported.ts';
import { FolderFiles, type SideFiles, TextFiles } from './files.ts';
import { kernelHeaders } from './header-set.ts';

/** Folders below arch/ of all targets. */
export const ARCHES: readonly string[] = [...new Set(TARGETS.map(({ arch }) => arch))];

/** The headers that `make headers_install` would install of a tree, for any target. */
export async function headerSetOf(tree: Tree): Promise<HeaderSet> {
  return kernelHeaders(await treeFiles(tree, exportedReads(ARCHES)), tree.label);
}

/**
 * Files of a tree without waiting: of one on disk all, each read when it is asked for; of a git tree those below
 * `reads` that are wanted, fetched by one git.
 */
export async function treeFiles(
  tree: Tree,
  reads: readonly string[],
  wanted: (path: string) => boolean = () => true,
): Promise<SideFiles> {
  if (tree.folder !== undefined) return new FolderFiles(tree.folder, false, undefined, tree.recorded);
  const [lists, linked] = await Promise.all([
    Promise.all(reads.map((path) => tree.list(path))),
    Promise.all(reads.filter((path) => path.endsWith('include/uapi')).map((path) => headerLinks(tree, path))),
  ]);
  const listed = lists.flat();
  const known = new Set(listed);
  // A table of system calls may be a symlink, which is no file of a listing.
  const links = new Map<string, string>(linked.flatMap(({ files }) => files));
  const next = new Map(linked.flatMap((one) => [...one.next]));
  for (const path of reads.filter((one) => /\.(tbl|h)$/.test(one) && !known.has(one))) {
    const target = await tree.link?.(path);
    if (target !== undefined) links.set(path, join(dirname(path), target));
  }
  // A file that is named itself stands in no listing of a folder.
  const named = reads.filter((one) => one.endsWith('.c'));
  const paths = [...new Set([...listed, ...links.keys(), ...named])].filter(wanted);
  const texts = await Promise.all(paths.map((path) => tree.read(path)));
  const found = paths.flatMap((path, at): [string, string][] => {
    const text = texts[at];
    return text === undefined ? [] : [[path, text]];
  });
  const unread = new Map(linked.flatMap((one) => one.unread));
  return new TextFiles(new Map(found), links, false, unread, new Map([...links, ...next]));
}

interface HeaderLinks {
  /** With the path of the file that each leads to. */
  readonly files: readonly (readonly [string, string])[];
  /** With the reason. */
  readonly unread: readonly (readonly [string, string])[];
  /** As FollowedLinks.next. */
  readonly next: ReadonlyMap<string, string>;
}

/** Headers of a revision that are links. */
async function headerLinks(tree: Tree, folder: string): Promise<HeaderLinks> {
  const named = [...((await tree.links?.(folder))?.keys() ?? [])].filter((path) => path.endsWith('.h'));
  if (named.length === 0) return { files: [], unread: [], next: new Map() };
  const followed = await followedLinks(tree, folder);
  const of = (map: ReadonlyMap<string, string>) =>
    named.flatMap((path) => {
      const told = map.get(path);
      return told === undefined ? [] : [[path, told] as const];
    });
  return { files: of(followed.files), unread: of(followed.unread), next: followed.next };
}
