// SPDX-License-Identifier: GPL-2.0-only
import type { OutlinedChange } from './change.ts';
import type { Fit } from './place.ts';
import type { OutlinedFile } from './side.ts';
import { alike } from './text-lines.ts';

/** So many lines on each side tell two places of one definition apart. */
const AROUND = 10;
/** A rival is as like as the place itself, less this. */
const MARGIN = 0.02;

/**
 * Another place of the same definition that is as like the original's as the one that was found; undefined where there is
 * none. Line by line, without an alignment: that put the change here, and this asks whether it had a choice.
 */
export function rivalOf(
  base: OutlinedFile,
  { from, to, removed }: OutlinedChange,
  target: OutlinedFile,
  { target: region }: Fit,
  found: { readonly from: number; readonly to: number },
): number | undefined {
  const [above, below] = [
    base.lines.slice(Math.max(0, from - AROUND), from).reverse(),
    base.lines.slice(to, to + AROUND),
  ];
  const score = (at: number): number => {
    let sum = 0;
    for (const [away, line] of above.entries()) sum += share(line, target.lines[at - 1 - away], away);
    for (const [away, line] of below.entries())
      sum += share(line, target.lines[at + removed.length + away], away);
    return sum;
  };
  const share = (line: (typeof above)[number], other: (typeof above)[number] | undefined, away: number) =>
    other === undefined ? 0 : (line.weight * alike(line, other)) / (1 + away / 4);
  const fits = (at: number) => removed.every((line, index) => target.lines[at + index]?.plain === line.plain);
  const plain = (at: number) => target.lines[at]?.plain;
  // Whatever is as like has a neighbour of the original, or those of the place that was found.
  const comes = (at: number) =>
    plain(at - 1) === above[0]?.plain ||
    plain(at + removed.length) === below[0]?.plain ||
    (plain(at - 1) === plain(found.from - 1) && plain(at + removed.length) === plain(found.to));
  const own = score(found.from);
  for (let at = region.from; at <= region.to - removed.length; at++)
    if (at !== found.from && comes(at) && fits(at) && score(at) > own * (1 - MARGIN)) return at;
  return undefined;
}
