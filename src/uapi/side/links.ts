// SPDX-License-Identifier: GPL-2.0-only
// Symbolic links of a revision: git keeps what they lead to as the text of a blob.
import { dirname, join } from 'node:path/posix';
import type { Tree } from '../../kernel/tree.ts';

/** What the symlinks below a folder stand for. */
export interface FollowedLinks {
  /** Paths that lead to files, through links to them or to a folder around them, each with the file's own path. */
  readonly files: ReadonlyMap<string, string>;
  /** Links that lead to no file or folder of the revision, each with the reason. */
  readonly unread: ReadonlyMap<string, string>;
  /** All links of the revision, each with the path that it names itself, which may be a link again. */
  readonly next: ReadonlyMap<string, string>;
}

/** Links that lead to links; Linux gives up at as many. */
const MOST = 40;

const NONE: FollowedLinks = { files: new Map(), unread: new Map(), next: new Map() };

/** Follows the symlinks below a folder of a revision, within the revision; the top is the empty string. */
export async function followedLinks(tree: Tree, folder: string): Promise<FollowedLinks> {
  const own = await tree.links?.(folder);
  if (!own || own.size === 0) return NONE;
  const places = await placesOf(tree);
  const files = new Map<string, string>();
  const unread = new Map<string, string>();
  for (const path of own.keys()) walk(path, places, files, unread, []);
  const next = new Map([...places.links].map(([path, target]) => [path, nextOf(path, target)] as const));
  return { files, unread, next };
}

/** The path that a link names. */
function nextOf(link: string, target: string): string {
  const next = join(dirname(link), target);
  return next === '.' ? '' : next.replace(/\/$/, '');
}

/**
 * Where a path leads by links that are known, and the links on the way; undefined where they lead in a circle.
 *
 * @param next as FollowedLinks.next
 */
export function followedBy(
  path: string,
  next: ReadonlyMap<string, string>,
): { readonly real: string; readonly through: readonly string[] } | undefined {
  const through: string[] = [];
  let at = path;
  while (through.length <= MOST) {
    const link = linkOn(at, next);
    if (link === undefined) return { real: at, through };
    through.push(link);
    at = nextOf('', join(next.get(link) ?? '', at.slice(link.length + 1)));
  }
  return undefined;
}

/**
 * Where a path leads in the revision if links are followed.
 *
 * @returns the reason where it leads to nothing
 */
export async function realPath(
  tree: Tree,
  path: string,
): Promise<{ readonly real: string } | { readonly reason: string }> {
  return follow(path, await placesOf(tree));
}

/** All files of a revision, the folders around them, and all links. */
interface Places {
  readonly files: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
  readonly links: ReadonlyMap<string, string>;
}

async function placesOf(tree: Tree): Promise<Places> {
  const [files, links] = await Promise.all([tree.list(''), tree.links?.('')]);
  const folders = new Set(['']);
  for (const path of [...files, ...(links?.keys() ?? [])])
    for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) folders.add(path.slice(0, at));
  return { files: new Set(files), folders, links: links ?? new Map() };
}

function follow(path: string, { files, folders, links }: Places): { real: string } | { reason: string } {
  let at = path;
  for (let count = 0; count <= MOST; count++) {
    const link = linkOn(at, links);
    if (link === undefined)
      return files.has(at) || folders.has(at) ? { real: at } : { reason: 'the symbolic link leads nowhere' };
    const target = links.get(link) ?? '';
    const next = join(dirname(link), target, at.slice(link.length + 1));
    if (target.startsWith('/') || next === '..' || next.startsWith('../'))
      return { reason: 'the symbolic link leads out of the repository' };
    at = next === '.' ? '' : next.replace(/\/$/, '');
  }
  return { reason: 'the symbolic link leads in a circle' };
}

/** The first part of a path that is a link: `include/asm` of `include/asm/fd.h`. */
function linkOn(path: string, links: ReadonlyMap<string, string>): string | undefined {
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1))
    if (links.has(path.slice(0, at))) return path.slice(0, at);
  return links.has(path) ? path : undefined;
}

/** @param around real paths of the folders that links led through, so that none is walked inside itself */
function walk(
  path: string,
  places: Places,
  files: Map<string, string>,
  unread: Map<string, string>,
  around: readonly string[],
): void {
  const found = follow(path, places);
  if ('reason' in found) {
    unread.set(path, found.reason);
    return;
  }
  const { real } = found;
  if (places.files.has(real)) {
    files.set(path, real);
    return;
  }
  const below = (one: string) => real === '' || one.startsWith(`${real}/`);
  if (around.includes(real) || below(dirname(path)) || dirname(path) === real) return;
  const inside = (one: string) => join(path, real === '' ? one : one.slice(real.length + 1));
  for (const one of places.files) if (below(one)) files.set(inside(one), one);
  for (const one of places.links.keys())
    if (below(one)) walk(inside(one), places, files, unread, [...around, real]);
}
