// SPDX-License-Identifier: GPL-2.0-only
import { posix } from 'node:path';
import { inTree } from '../kernel/tree-path.ts';
import type { FileDiff } from './diff.ts';
import { PatchOutside } from './failures.ts';

const SYMLINK = '120000';

/**
 * Refuses what would leave the tree: `..`, absolute paths, .git, a symbolic link that leads out, and a path through a
 * link that the patches themselves make.
 *
 * @param links where the links are that the patches before have made; those of these diffs are added
 * @throws PatchOutside
 */
export function refuseOutside(diffs: readonly FileDiff[], where: string, links: Set<string>): void {
  for (const { oldPath, newPath, newMode, hunks, line } of diffs) {
    const place = `${where}, line ${line} of its text`;
    for (const path of [oldPath, newPath]) {
      if (path === undefined) continue;
      if (inTree(path) !== path || path === '' || path.split('/').some((part) => /^\.git$/i.test(part)))
        throw outside(`${JSON.stringify(path)} is not a path below the tree`, place);
      const link = parents(path).find((parent) => links.has(parent));
      if (link !== undefined)
        throw outside(`${path} is behind ${link}, a symbolic link that the patch makes`, place);
    }
    if (newPath === undefined || newMode !== SYMLINK) continue;
    const target =
      hunks
        .flatMap((hunk) => hunk.lines)
        .find((text) => text.startsWith('+'))
        ?.slice(1) ?? '';
    const reached = posix.normalize(posix.join(posix.dirname(newPath), target));
    if (target.startsWith('/') || reached.startsWith('..'))
      throw outside(`${newPath} would be a symbolic link to ${target}, out of the tree`, place);
    links.add(newPath);
  }
}

function parents(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, at) => parts.slice(0, at + 1).join('/'));
}

function outside(title: string, where: string): PatchOutside {
  return new PatchOutside({
    title,
    where,
    hint: 'Nothing was applied or written. Take the patch from somebody you trust, made from the top of the tree.',
  });
}
