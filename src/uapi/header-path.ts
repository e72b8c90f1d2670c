// SPDX-License-Identifier: GPL-2.0-only
import type { TargetId } from '../c/target.ts';
import { memo } from '../memo.ts';
import type { Comparison } from './model.ts';

/** The targets that have a header from that path on either side. */
export function targetsWith(
  { targets, before, after }: Pick<Comparison, 'targets' | 'before' | 'after'>,
  header: string,
  path: string,
): TargetId[] {
  return targets
    .filter((target) => [before, after].some((api) => api.headers.get(header, target)?.path === path))
    .map(({ id }) => id);
}

type Headers = Pick<Comparison, 'headers' | 'targets' | 'before' | 'after'>;

/**
 * Installed names of the headers that differ, by their paths on either side; the first one, where a file has the texts of
 * several. asm/unistd.h has one path for each architecture.
 */
export const headersByPath = memo(
  ({ headers, targets, before, after }: Headers): ReadonlyMap<string, string> => {
    const homes = new Map<string, string>();
    for (const { name } of headers)
      for (const api of [before, after])
        for (const target of targets) {
          const path = api.headers.get(name, target)?.path;
          if (path !== undefined && !homes.has(path)) homes.set(path, name);
        }
    return homes;
  },
);
