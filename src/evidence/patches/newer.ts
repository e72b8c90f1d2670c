// SPDX-License-Identifier: GPL-2.0-only
import type { NewerApi } from '../../../checks/rule.ts';
import type { Context } from '../../context.ts';
import { cachedSeries } from '../../kernel/debian/cached-tree.ts';
import { openTree } from '../../kernel/open.ts';
import type { Tree } from '../../kernel/tree.ts';
import { apiOf } from '../../uapi/api.ts';
import type { Comparison } from '../../uapi/model.ts';
import { sideOfTree } from '../../uapi/side/tree.ts';
import { TARGETS } from '../../uapi/targets.ts';

const opened = new Map<string, Promise<NewerApi>>();

/**
 * The newest kernel that is known: one of the cache, or the tree itself, which is enough where a comparison brings no number
 * that somebody could have taken. Undefined where there is such a number and no kernel in the cache.
 *
 * @throws what opening a tree throws
 */
export async function newestKnown(
  tree: Pick<Tree, 'release' | 'spec'>,
  uapi: Comparison | undefined,
  context: Context,
): Promise<NewerApi | undefined> {
  if (!uapi) return undefined;
  const isNew = ({ before, after }: { before?: unknown; after?: unknown }) => !before && after;
  const itself = { spec: tree.spec, api: uapi.after };
  if (![...uapi.macros, ...uapi.enumerators, ...uapi.ioctls].some(isNew)) return itself;
  const newest = (await cachedSeries(context)).at(-1);
  if (newest === undefined) return undefined;
  if (!isLater(newest, tree.release)) return itself;
  const known = opened.get(newest) ?? open(newest, context);
  opened.set(newest, known);
  known.catch(() => opened.delete(newest));
  return known;
}

async function open(series: string, context: Context): Promise<NewerApi> {
  const tree = await openTree(`debian:${series}`, context);
  return { spec: tree.spec, api: apiOf((await sideOfTree(tree)).headers, TARGETS) };
}

/** Of `7.2` and `6.12.117`, by the first two numbers. */
export function isLater(one: string, other: string): boolean {
  const [a = 0, b = 0] = one.split('.').map(Number);
  const [c = 0, d = 0] = other.split('.').map((part) => Number.parseInt(part, 10));
  return a > c || (a === c && b > d);
}
