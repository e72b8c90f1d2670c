// SPDX-License-Identifier: GPL-2.0-only
import type { OutlineScope } from './outline/outline.ts';
import type { OutlinedFile } from './side.ts';
import type { TextLine } from './text-lines.ts';

/** From this share of equal lines on, a definition of another name is the same one, renamed. */
const RENAMED = 0.6;
/** Of so many of one name the likest is looked for: hunks alone show a long function as often as it is changed. */
const MOST = 20;
/** By so much it must be liker than any other. */
const MARGIN = 0.1;

/**
 * The definition of another file that one of this file is there: by its name, else by what it says where the name is in
 * one of both files only.
 */
export function counterpartOf(
  base: OutlinedFile,
  unit: OutlineScope,
  target: OutlinedFile,
):
  | { readonly unit: OutlineScope; readonly renamed: boolean }
  | { readonly none: string; readonly several?: true; readonly likest?: OutlineScope } {
  const named = target.outline.units.filter(({ kind, name }) => kind === unit.kind && name === unit.name);
  const [only] = named;
  if (only && named.length === 1) return { unit: only, renamed: false };
  if (named.length > 1) {
    const there = { none: `${unit.words} is there ${named.length} times`, several: true } as const;
    if (named.length > MOST) return there;
    const ours = base.outline.units.filter(({ kind, name }) => kind === unit.kind && name === unit.name);
    // Of the variants under #ifdef and #else the order tells, where both files have all.
    const same = ours.length === named.length ? named[ours.indexOf(unit)] : undefined;
    const best = likest(base, unit, target, named);
    if (best && (best.ahead >= MARGIN || (best.unit === same && best.likeness > 0.9)))
      return { unit: best.unit, renamed: false };
    return there;
  }
  const own = new Set(base.outline.units.map(({ kind, name }) => `${kind} ${name}`));
  const fresh = target.outline.units.filter(
    ({ kind, name }) => kind === unit.kind && !own.has(`${kind} ${name}`),
  );
  const best = likest(base, unit, target, fresh);
  if (best && best.likeness >= RENAMED && best.ahead >= MARGIN) return { unit: best.unit, renamed: true };
  return { none: `the target has no ${unit.words}`, ...(best ? { likest: best.unit } : {}) };
}

function likest(
  base: OutlinedFile,
  unit: OutlineScope,
  target: OutlinedFile,
  among: readonly OutlineScope[],
): { unit: OutlineScope; likeness: number; ahead: number } | undefined {
  const scored = among
    .map((one) => ({ unit: one, likeness: unitsAlike(base, unit, target, one) }))
    .sort((a, b) => b.likeness - a.likeness);
  const [first, second] = scored;
  return first && { ...first, ahead: first.likeness - (second?.likeness ?? 0) };
}

/** The weight of the lines that two definitions share, as Sørensen–Dice coefficient, 0 to 1. */
function unitsAlike(
  base: OutlinedFile,
  unit: OutlineScope,
  target: OutlinedFile,
  other: OutlineScope,
): number {
  const counts = new Map<string, number>();
  let [all, shared] = [0, 0];
  const each = (side: OutlinedFile, { from, to }: OutlineScope, work: (line: TextLine) => void) => {
    for (const line of side.lines.slice(from, to)) {
      all += line.weight;
      work(line);
    }
  };
  each(base, unit, ({ plain }) => counts.set(plain, (counts.get(plain) ?? 0) + 1));
  each(target, other, ({ plain, weight }) => {
    const left = counts.get(plain) ?? 0;
    if (left === 0) return;
    counts.set(plain, left - 1);
    shared += 2 * weight;
  });
  return all === 0 ? 0 : shared / all;
}
