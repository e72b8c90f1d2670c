// SPDX-License-Identifier: GPL-2.0-only

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../context.ts';
import { memoPair } from '../memo.ts';
import { extract } from './debian/extract.ts';
import { packageOf } from './debian/source-package.ts';
import type { Tree } from './tree.ts';

/** Some files of every tree: files, folders (whole) and patterns in which `*` does not match a slash. */
export interface TreePart {
  readonly patterns: readonly string[];
  /** Whether a file of a tree is one of them, and nothing that somebody's own make left there. */
  holds(path: string): boolean;
}

/** What the make of somebody's own build leaves in a tree. */
const LEFT_BEHIND =
  /(^|\/)include\/(generated|config)\/|\.(o|a|s|i|mod|ko)$|(^|\/)\.[^/]*\.(cmd|d)$|(^|\/)Kconfig\.orig$/;

export function treePart(patterns: readonly string[]): TreePart {
  const expressions = patterns.map((one) => one.replace(/[.+]/g, '\\$&').replaceAll('*', '[^/]*'));
  const whole = new RegExp(`^(?:${expressions.join('|')})(?:/|$)`);
  return { patterns, holds: (path) => whole.test(path) && !LEFT_BEHIND.test(path) };
}

/**
 * Twenty digits that stand for the content of a part: a Debian package or a commit says what is in it; a folder can
 * change at any time.
 */
export const partIdentity = memoPair(identify);

async function identify(tree: Tree, part: TreePart): Promise<string> {
  const list = createHash('sha256').update(part.patterns.join('\n')).digest('hex').slice(0, 12);
  const hash = createHash('sha256').update(`${list}\0`);
  const { base } = tree;
  if (base.kind === 'debian') hash.update(JSON.stringify([base.package, base.version, base.sha256]));
  else if (base.kind === 'git') hash.update(base.commit);
  else
    for (const path of await pathsOf(tree, part)) {
      // Not by tree.read(), which keeps every text that it was asked for: all of a kernel is a gigabyte.
      const bytes = await readFile(join(base.path, path)).catch(() => Buffer.alloc(0));
      hash.update(`${path}\0${bytes.length}\0`).update(bytes);
    }
  return hash.digest('hex').slice(0, 20);
}

async function pathsOf(tree: Tree, part: TreePart): Promise<string[]> {
  return (await tree.list('')).filter((path) => part.holds(path));
}

/** A whole tree at once would be held in memory, by whoever reads it from git. */
const BATCH = 2000;

/**
 * Writes what a tree has of a part. A Debian tree in the cache has only what the workbench reads otherwise; the rest is
 * taken from its package.
 *
 * @throws ArchiveLacks when the package is neither in the cache nor in the archive; NoNetwork, NoSpace, TreeCorrupt
 */
export async function writePart(
  tree: Tree,
  part: TreePart,
  into: string,
  context: Context,
  task: string,
): Promise<void> {
  const { base } = tree;
  if (base.kind === 'debian') {
    const series = base.package.replace(/^linux-source-/, '');
    await extract(await packageOf(base, context, task), series, part.patterns, into, context);
    return;
  }
  const paths = await pathsOf(tree, part);
  for (let at = 0; at < paths.length; at += BATCH) {
    context.signal.throwIfAborted();
    await tree.export(paths.slice(at, at + BATCH), into);
  }
}
