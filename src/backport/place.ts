// SPDX-License-Identifier: GPL-2.0-only
import { memo } from '../memo.ts';
import type { Alignment } from './align.ts';
import { alignedParts, partsOf } from './aligned.ts';
import type { OutlinedChange } from './change.ts';
import { counterpartOf } from './counterpart.ts';
import { outlineOf } from './outline/of-path.ts';
import { type Outline, type OutlineScope, unitAt } from './outline/outline.ts';
import type { OutlinedFile } from './side.ts';
import { textLinesOf } from './text-lines.ts';

export function outlinedFile(path: string, text: string): OutlinedFile {
  return { path, lines: textLinesOf(text), outline: outlineOf(path, text) };
}

/** Lines of a side, between which a change is looked for. */
interface Region {
  readonly from: number;
  readonly to: number;
  readonly unit: OutlineScope | undefined;
}

/** What two files have to do with one another around a change. */
export interface Fit {
  readonly base: Region;
  readonly target: Region;
  /** Of the base region's lines, counted from its begin. */
  readonly alignment: Alignment;
  /** The target's unit has another name. */
  readonly renamed: boolean;
}

/** Lines around a change outside of any unit. */
const WINDOW = 60;
/** As many of them at least, where the file has them. */
const ENOUGH = 15;
/** Where no definition near is known, a long file is narrowed by the lines that it has once. */
const FAR = 1500;
/** A definition of fewer lines has little around a change but its neighbours. */
const SHORT = 12;
/** From this share of a definition's lines on, what they are aligned to is the same definition. */
const SAME = 0.4;

/**
 * The lines of another file in which a change of this one would have to be, aligned to those around it.
 *
 * @returns in words why there are none
 */
export function fitOf(
  base: OutlinedFile,
  change: Pick<OutlinedChange, 'from' | 'to'>,
  target: OutlinedFile,
): Fit | { readonly none: string; readonly likest?: OutlineScope } {
  const unit = unitAt(base.outline.units, change.from, change.to);
  if (!unit) return windowFit(base, change, target);
  const found = counterpartOf(base, unit, target);
  if ('none' in found) return found.several ? found : (unnamedFit(base, change, unit, target) ?? found);
  const near = unit.to - unit.from < SHORT ? neighbouring(base, change, unit, target, found.unit) : undefined;
  return near ?? unitFit(base, change, unit, target, found.unit, found.renamed);
}

function unitFit(
  base: OutlinedFile,
  change: Pick<OutlinedChange, 'from' | 'to'>,
  unit: OutlineScope,
  target: OutlinedFile,
  there: OutlineScope,
  renamed: boolean,
): Fit {
  const [region, other] = partsOf(base, change, unit, target, there);
  return {
    base: { ...region, unit },
    target: { ...other, unit: there },
    renamed,
    alignment: alignedParts(base, region, target, other),
  };
}

/** A short definition with its neighbours, where these put it where its name is. */
function neighbouring(
  base: OutlinedFile,
  change: Pick<OutlinedChange, 'from' | 'to'>,
  unit: OutlineScope,
  target: OutlinedFile,
  there: OutlineScope,
): Fit | undefined {
  const fit = windowFit(base, change, target);
  const at = fit.alignment.to
    .slice(unit.from - fit.base.from, unit.to - fit.base.from)
    .map((line) => line + fit.target.from);
  const within = at.filter((line) => line >= there.from && line < there.to).length;
  const beside = at.some((line) => line >= fit.target.from && (line < there.from || line >= there.to));
  if (within === 0 || beside) return undefined;
  return { ...fit, base: { ...fit.base, unit }, target: { ...fit.target, unit: there } };
}

/** A definition whose name the target has not: the one that stands in its place, if that is new there and says the same. */
function unnamedFit(
  base: OutlinedFile,
  change: Pick<OutlinedChange, 'from' | 'to'>,
  unit: OutlineScope,
  target: OutlinedFile,
): Fit | undefined {
  const { base: region, target: other, alignment } = windowFit(base, change, target);
  const known = new Set(base.outline.units.map(({ kind, name }) => `${kind} ${name}`));
  const shares = new Map<OutlineScope, number>();
  let all = 0;
  for (let line = Math.max(unit.from, region.from); line < Math.min(unit.to, region.to); line++) {
    const weight = base.lines[line]?.weight ?? 0;
    all += weight;
    const at = alignment.to[line - region.from] ?? -1;
    const there = at < 0 ? undefined : unitAt(target.outline.units, other.from + at, other.from + at + 1);
    if (there)
      shares.set(there, (shares.get(there) ?? 0) + weight * (alignment.likeness[line - region.from] ?? 0));
  }
  const [best] = [...shares].sort((a, b) => b[1] - a[1]);
  if (!best || best[1] < SAME * all || known.has(`${best[0].kind} ${best[0].name}`)) return undefined;
  return unitFit(base, change, unit, target, best[0], true);
}

const keyOf = ({ kind, name }: OutlineScope) => `${kind} ${name}`;
/** Definitions that a file has once, by kind and name. */
const onlyOnes = memo((outline: Outline): ReadonlyMap<string, OutlineScope | undefined> => {
  const found = new Map<string, OutlineScope | undefined>();
  for (const one of outline.units) found.set(keyOf(one), found.has(keyOf(one)) ? undefined : one);
  return found;
});

const whole = ({ lines, path }: OutlinedFile): OutlineScope => ({
  kind: 'file',
  name: path,
  words: path,
  from: 0,
  to: lines.length,
});

/** From a definition above that the target has too, to one below: what stands between definitions, or is short. */
function windowFit(
  base: OutlinedFile,
  { from, to }: Pick<OutlinedChange, 'from' | 'to'>,
  target: OutlinedFile,
): Fit {
  const there = onlyOnes(target.outline);
  const only = (one: OutlineScope) => there.get(keyOf(one));
  const above = base.outline.units.filter((one) => one.to <= from && only(one)).reverse();
  const below = base.outline.units.filter((one) => one.from >= to && only(one));
  const upper = above.find((one) => one.from <= from - ENOUGH) ?? above.at(-1);
  const lower = below.find((one) => one.to >= to + ENOUGH) ?? below.at(-1);
  const ends = (one: OutlineScope | undefined) =>
    upper && one && upper.from <= from - ENOUGH ? one.from : 0;
  let start = ends(upper && only(upper));
  let end = (lower && lower.to >= to + ENOUGH ? only(lower)?.to : undefined) ?? target.lines.length;
  if (start >= end) [start, end] = [0, target.lines.length];
  const region = {
    from: Math.max(0, Math.min(upper?.from ?? 0, from - ENOUGH), from - WINDOW),
    to: Math.min(base.lines.length, Math.max(lower?.to ?? base.lines.length, to + ENOUGH), to + WINDOW),
    unit: undefined,
  };
  const far = end - start > FAR ? partsOf(base, { from }, whole(base), target, whole(target))[1] : undefined;
  const other = { from: far?.from ?? start, to: far?.to ?? end, unit: undefined };
  return {
    base: region,
    target: other,
    renamed: false,
    alignment: alignedParts(base, region, target, other),
  };
}
