// SPDX-License-Identifier: GPL-2.0-only
import { shortened } from './outline/headings.ts';
import { unitAt } from './outline/outline.ts';
import type { FileChange } from './pair.ts';
import type { StructurePath } from './verdict.ts';

/** File › function, struct, enum, initialiser or macro › branch › statement. */
export function structurePathOf({
  file: { side, number },
  change: { from, to, removed, added },
}: FileChange): StructurePath {
  const unit = unitAt(side.outline.units, from, to);
  const scopes = side.outline.around(from, to).map(({ words }) => words);
  const first = [...removed, ...added].find(({ plain }) => /\w/.test(plain));
  return {
    path: side.path,
    line: number(from),
    scopes:
      unit && scopes[0] !== unit.words ? [unit.words, ...scopes.filter((one) => one !== unit.words)] : scopes,
    statement: shortened(first?.plain ?? ''),
  };
}
