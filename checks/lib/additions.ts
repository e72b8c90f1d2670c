// SPDX-License-Identifier: GPL-2.0-only

import type { Sources } from '../../src/series/topic.ts';
import { keptTwin } from '../../src/uapi/compare/twin.ts';
import type { ApiHeader, Comparison, Declared } from '../../src/uapi/model.ts';
import type { Subject } from '../rule.ts';
import { hasHeader } from './has.ts';

/** Something of a header that nobody could use before: the header itself, or its new ioctls. */
export interface Addition {
  readonly header: ApiHeader;
  /** Empty where the whole header is new. */
  readonly ioctls: readonly Declared[];
}

/** Headers that are new or have new ioctls, by name. What kbuild makes, a wrapper or a list of calls, is none. */
export function additionsOf(uapi: Comparison): Addition[] {
  return uapi.headers.flatMap((pair): Addition[] => {
    const { name } = pair;
    if (!hasHeader(uapi.after, name) || isGenerated(uapi, name)) return [];
    if (!hasHeader(uapi.before, name)) {
      const isNew = pair.after && keptTwin(name, uapi.before, uapi.after) === undefined;
      return isNew ? [{ header: pair.after, ioctls: [] }] : [];
    }
    const ioctls = uapi.ioctls.flatMap(({ header, before, after }) =>
      header === name && !before && after ? [after] : [],
    );
    return ioctls.length > 0 && pair.after ? [{ header: pair.after, ioctls }] : [];
  });
}

/** Whether a header is made by kbuild on all targets that have it, on the side that has it. */
export function isGenerated({ targets, before, after }: Comparison, name: string): boolean {
  const texts = [after, before].flatMap(({ headers }) =>
    targets.flatMap((target) => headers.get(name, target) ?? []),
  );
  return texts.length > 0 && texts.every(({ generated }) => generated);
}

/**
 * Whether any file below the folders differs between the sides.
 *
 * @returns undefined where neither side has such files at hand
 */
export function touched({ before, after }: Subject, ...folders: readonly string[]): boolean | undefined {
  const below = ({ paths }: Sources) =>
    paths.filter((path) => folders.some((folder) => path.startsWith(folder)));
  const paths = new Set([...below(before), ...below(after)]);
  if (paths.size === 0) return undefined;
  return [...paths].some((path) => before.get(path)?.text !== after.get(path)?.text);
}
