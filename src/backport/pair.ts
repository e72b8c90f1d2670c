// SPDX-License-Identifier: GPL-2.0-only
import { align } from './align.ts';
import type { OutlinedChange } from './change.ts';
import { unitAt } from './outline/outline.ts';
import type { PatchFile, PatchSide } from './patch-side.ts';
import type { TextLine } from './text-lines.ts';

/** A change, and the file that it is in. */
export interface FileChange {
  readonly file: PatchFile;
  readonly change: OutlinedChange;
}

/** Changes of two patches that say the same. */
export interface ChangePair {
  readonly upstream: FileChange;
  readonly backport: FileChange;
  /** Share of the changed lines that the two have in common, 0 to 1. */
  readonly likeness: number;
}

export interface Pairing {
  readonly pairs: readonly ChangePair[];
  readonly left: readonly FileChange[];
  readonly extra: readonly FileChange[];
}

/** Changes that share less of their lines are two. */
const ALIKE = 0.45;
/** In one and the same definition less is enough. */
const ALIKE_THERE = 0.25;
/** What is said in two places of one patch, and once in the other: so much of it has to be in that. */
const PART = 0.7;

function changesOfPatch({ files }: PatchSide): FileChange[] {
  return files.flatMap((file) => file.changes.map((change) => ({ file, change })));
}

/** Which changes of two patches belong together: by what they say, then by where they are. */
export function paired(upstream: PatchSide, backport: PatchSide): Pairing {
  const [ours, theirs] = [changesOfPatch(upstream), changesOfPatch(backport)];
  const near = neighboursIn(theirs);
  const scores = ours.flatMap((one, i) =>
    near(one).flatMap((j) => {
      const other = theirs[j] as FileChange;
      const likeness = changesAlike(one.change, other.change);
      const [file, unit] = nearness(one, other);
      if (likeness < (unit ? ALIKE_THERE : ALIKE)) return [];
      // Of several that say the same, order tells.
      const order = Math.abs(i / Math.max(1, ours.length) - j / Math.max(1, theirs.length));
      return [{ i, j, likeness, score: likeness + (file ? 0.1 : 0) + (unit ? 0.2 : 0) - order / 10 }];
    }),
  );
  scores.sort((x, y) => y.score - x.score || x.i - y.i || x.j - y.j);
  const [ofOurs, ofTheirs] = [new Map<number, number>(), new Map<number, number>()];
  const pairs: (ChangePair & { readonly at: number })[] = [];
  for (const { i, j, likeness } of scores) {
    if (ofOurs.has(i) || ofTheirs.has(j)) continue;
    ofOurs.set(i, j);
    ofTheirs.set(j, i);
    pairs.push({ upstream: ours[i] as FileChange, backport: theirs[j] as FileChange, likeness, at: i });
  }
  pairs.sort((a, b) => a.at - b.at);
  const rest = (
    some: readonly FileChange[],
    taken: ReadonlyMap<number, number>,
    among: readonly FileChange[],
    pairOf: ReadonlyMap<number, number>,
  ) => {
    const beside = neighboursIn(among);
    return some.filter(
      (one, at) =>
        !taken.has(at) &&
        says(one) &&
        !beside(one).some((index) => {
          const mate = pairOf.get(index);
          return partOf(one, among[index] as FileChange, mate === undefined ? undefined : some[mate]);
        }),
    );
  };
  return {
    pairs: uncrossed(pairs),
    left: rest(ours, ofOurs, theirs, ofTheirs),
    extra: rest(theirs, ofTheirs, ours, ofOurs),
  };
}

/** Pairs in the order of both patches, where two changes that say the same could be either of two. */
function uncrossed(pairs: readonly (ChangePair & { readonly at: number })[]): ChangePair[] {
  const ordered = pairs.map(({ upstream, backport, likeness }) => ({ upstream, backport, likeness }));
  for (let i = 0; i < ordered.length; i++)
    for (let j = i + 1; j < ordered.length; j++) {
      const [one, other] = [ordered[i] as ChangePair, ordered[j] as ChangePair];
      const crossed =
        one.backport.file === other.backport.file &&
        one.upstream.file === other.upstream.file &&
        one.backport.change.from > other.backport.change.from;
      if (!crossed) continue;
      const [here, there] = [
        changesAlike(one.upstream.change, other.backport.change),
        changesAlike(other.upstream.change, one.backport.change),
      ];
      if (here < one.likeness || there < other.likeness) continue;
      ordered[i] = { upstream: one.upstream, backport: other.backport, likeness: here };
      ordered[j] = { upstream: other.upstream, backport: one.backport, likeness: there };
    }
  return ordered;
}

/** A line that so many changes have tells none of them. */
const COMMON = 40;

/** Indexes of the changes that may be the same as one: those of its definition, and those that share a changed line. */
function neighboursIn(some: readonly FileChange[]): (one: FileChange) => readonly number[] {
  const index = new Map<string, number[]>();
  const put = (key: string, at: number) => {
    const known = index.get(key);
    if (known === undefined) index.set(key, [at]);
    else if (known.at(-1) !== at) known.push(at);
  };
  for (const [at, one] of some.entries()) for (const key of keysOf(one)) put(key, at);
  return (one) => [
    ...new Set(
      keysOf(one).flatMap((key) => {
        const found = index.get(key) ?? [];
        return found.length > COMMON ? [] : found;
      }),
    ),
  ];
}

function keysOf(one: FileChange): string[] {
  const { file, change } = one;
  const lines = [...change.removed, ...change.added]
    .filter(({ plain }) => /\w/.test(plain))
    .map(({ plain }) => plain);
  return [...lines, `unit ${unitOf(one)} ${unitOf(one) === '' ? file.side.path : ''}`];
}

const unitOf = ({ file: { side }, change: { from, to } }: FileChange) =>
  unitAt(side.outline.units, from, to)?.name ?? '';

/** Whether a change is of anything but blanks and braces. */
function says({ change }: FileChange): boolean {
  return [...change.removed, ...change.added].some(({ plain }) => /\w/.test(plain));
}

/**
 * Whether a change is a piece of another, which git showed in one where the other patch has lines between. Lines of the
 * other that are those of its pair are no longer to be had: `unlock` is like `lock`, and is not it.
 *
 * @param mate the change that the other is paired with
 */
function partOf(one: FileChange, other: FileChange, mate: FileChange | undefined): boolean {
  const [, unit] = nearness(one, other);
  if (!unit) return false;
  const shared =
    equal(one.change.removed, without(other.change.removed, mate?.change.removed)) +
    equal(one.change.added, without(other.change.added, mate?.change.added));
  return shared >= PART * weightOf(one.change);
}

/** The lines that another list does not have too, one for one. */
function without(lines: readonly TextLine[], taken: readonly TextLine[] = []): TextLine[] {
  const left = new Map<string, number>();
  for (const { plain } of taken) left.set(plain, (left.get(plain) ?? 0) + 1);
  return lines.filter(({ plain }) => {
    const count = left.get(plain) ?? 0;
    if (count > 0) left.set(plain, count - 1);
    return count === 0;
  });
}

/** Weight of the lines of one list that another has to the letter. */
function equal(one: readonly TextLine[], other: readonly TextLine[]): number {
  const all = one.reduce((sum, { weight }) => sum + weight, 0);
  return all - without(one, other).reduce((sum, { weight }) => sum + weight, 0);
}

/** Whether two changes are in one file, by its name, and in one definition, by its name. */
function nearness(one: FileChange, other: FileChange): [file: boolean, unit: boolean] {
  const file = one.file.side.path === other.file.side.path || one.file.newPath === other.file.newPath;
  const [a, b] = [unitOf(one), unitOf(other)];
  return [file, a === b && (a !== '' || file)];
}

function changesAlike(one: OutlinedChange, other: OutlinedChange): number {
  const shared = common(one.removed, other.removed) + common(one.added, other.added);
  const all = weightOf(one) + weightOf(other);
  return all === 0 ? 0 : (2 * shared) / all;
}

function weightOf({ removed, added }: Pick<OutlinedChange, 'removed' | 'added'>): number {
  return [...removed, ...added].reduce((sum, { weight }) => sum + weight, 0);
}

/** Weight of the lines of one list that another has too, in the same order; lines that were changed count in part. */
function common(one: readonly TextLine[], other: readonly TextLine[]): number {
  const { likeness } = align(one, other);
  return one.reduce((sum, { weight }, at) => sum + weight * (likeness[at] ?? 0), 0);
}
