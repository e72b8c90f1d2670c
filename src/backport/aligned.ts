// SPDX-License-Identifier: GPL-2.0-only
import { type Alignment, align } from './align.ts';
import type { OutlinedChange } from './change.ts';
import type { OutlineScope } from './outline/outline.ts';
import type { OutlinedFile } from './side.ts';
import { type TextLine, telling } from './text-lines.ts';

type Lines = Pick<OutlineScope, 'from' | 'to'>;

/** A definition of no more lines is aligned as a whole. */
const WHOLE = 1500;
/** Of a longer one, pieces of so many lines, with as many around. */
const PIECE = 500;

const known = new WeakMap<readonly TextLine[], WeakMap<readonly TextLine[], Map<string, Alignment>>>();

/** The alignment of a part of one file to a part of another, made once. */
export function alignedParts(
  base: OutlinedFile,
  region: Lines,
  target: OutlinedFile,
  other: Lines,
): Alignment {
  const ofBase = known.get(base.lines) ?? new WeakMap<readonly TextLine[], Map<string, Alignment>>();
  known.set(base.lines, ofBase);
  const both = ofBase.get(target.lines) ?? new Map<string, Alignment>();
  ofBase.set(target.lines, both);
  const key = [region.from, region.to, other.from, other.to].join(' ');
  const made =
    both.get(key) ??
    align(base.lines.slice(region.from, region.to), target.lines.slice(other.from, other.to));
  both.set(key, made);
  return made;
}

/** What of two definitions is to be aligned for a change: all, or of long ones the part that holds it. */
export function partsOf(
  base: OutlinedFile,
  { from }: Pick<OutlinedChange, 'from'>,
  unit: OutlineScope,
  target: OutlinedFile,
  there: OutlineScope,
): [Lines, Lines] {
  if (unit.to - unit.from <= WHOLE && there.to - there.from <= WHOLE) return [unit, there];
  const start = unit.from + Math.floor((from - unit.from) / PIECE) * PIECE;
  const region = { from: Math.max(unit.from, start - PIECE), to: Math.min(unit.to, start + 2 * PIECE) };
  const [above, below] = [
    anchor(base, unit, target, there, region.from, -1),
    anchor(base, unit, target, there, region.to, 1),
  ];
  const other = { from: above ?? there.from, to: below ?? there.to };
  return [region, other.from < other.to ? other : there];
}

/** The line of the target that the nearest line outside of a part is, which both definitions have once. */
function anchor(
  base: OutlinedFile,
  unit: OutlineScope,
  target: OutlinedFile,
  there: OutlineScope,
  start: number,
  step: 1 | -1,
): number | undefined {
  const [ours, theirs] = [onceIn(base, unit), onceIn(target, there)];
  for (let at = start; at >= unit.from && at < unit.to; at += step) {
    const line = base.lines[at];
    if (!line || ours.get(line.plain) !== at) continue;
    const found = theirs.get(line.plain);
    if (found !== undefined && found >= 0) return step < 0 ? found : found + 1;
  }
  return undefined;
}

const once = new WeakMap<readonly TextLine[], Map<string, ReadonlyMap<string, number>>>();

/** Lines of a definition that tell something: where each is, or -1 where it is there more than once. */
function onceIn(side: OutlinedFile, unit: OutlineScope): ReadonlyMap<string, number> {
  const ofSide = once.get(side.lines) ?? new Map<string, ReadonlyMap<string, number>>();
  once.set(side.lines, ofSide);
  const key = `${unit.from} ${unit.to}`;
  const made = ofSide.get(key);
  if (made) return made;
  const places = new Map<string, number>();
  for (let at = unit.from; at < unit.to; at++) {
    const line = side.lines[at];
    if (line && telling(line)) places.set(line.plain, places.has(line.plain) ? -1 : at);
  }
  ofSide.set(key, places);
  return places;
}
