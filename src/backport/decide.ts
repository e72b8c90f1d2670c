// SPDX-License-Identifier: GPL-2.0-only
import type { OutlinedChange } from './change.ts';
import { type Gap, gapOf } from './gap.ts';
import { type Fit, fitOf } from './place.ts';
import { rivalOf } from './rival.ts';
import type { OutlinedFile } from './side.ts';
import { type TextLine, telling } from './text-lines.ts';

/** Why a person has to decide about a change. */
type Doubt =
  /** The function, struct or entry is not there. */
  | 'no-counterpart'
  /** The lines that go are not there, or others than they were. */
  | 'lines-differ'
  /** The target has lines where the change goes, and the change could go before or behind them. */
  | 'lines-between'
  /** Too little of what stands around is there. */
  | 'little-alike'
  /** Another place is as like as this. */
  | 'two-places';

/** A place that a person may choose. */
interface PlaceCandidate {
  /** 0-based line of the target before which the change would begin. */
  readonly line: number;
  /** 0 to 1. */
  readonly likeness: number;
}

/** What becomes of a change in another tree. */
export type Decision =
  | {
      readonly state: 'placed';
      /** Lines of the target that the change's lines go in the place of. */
      readonly from: number;
      readonly to: number;
      /** Blanks in front of added lines: more, or fewer, tabs. */
      readonly shift: number;
      readonly fit: Fit;
      readonly gap: Gap;
    }
  | {
      readonly state: 'there';
      readonly from: number;
      readonly to: number;
      readonly fit: Fit;
      readonly gap: Gap;
    }
  | {
      readonly state: 'refused';
      readonly doubt: Doubt;
      readonly why: string;
      readonly candidates: readonly PlaceCandidate[];
      readonly fit?: Fit;
      readonly gap?: Gap;
    };

/** So much of the lines that go has to be aligned to where they are found. */
const MOST = 0.6;
/** A place with less than this in common with the original is none. */
const LEAST = 0.35;

/** Where a change goes in another file, by what stands around it there; never where two places are as good. */
export function decide(base: OutlinedFile, change: OutlinedChange, target: OutlinedFile): Decision {
  const fit = fitOf(base, change, target);
  if ('none' in fit) return { state: 'refused', doubt: 'no-counterpart', why: fit.none, candidates: [] };
  const gap = gapOf(fit, change, base, target);
  const there = alreadyThere(change, gap, target);
  if (there !== undefined) return { state: 'there', from: there, to: there + change.added.length, fit, gap };
  const refuse = (doubt: Doubt, why: string, lines: readonly number[] = []): Decision => ({
    ...{ state: 'refused', doubt, why, fit, gap },
    candidates: lines.map((line) => ({ line, likeness: gap.likeness })),
  });
  const found = change.removed.length > 0 ? replacedAt(change, fit, gap, target) : insertedAt(gap);
  if ('doubt' in found) return refuse(found.doubt, found.why, found.lines);
  if (gap.likeness < LEAST || !gap.told)
    return refuse('little-alike', 'too little of what stands around it is there', [found.from]);
  if (bracesDiffer(base, change, target, found))
    return refuse('lines-differ', 'the branch has braces on one side alone', [found.from]);
  if (leavesLocked(base, change, target, fit))
    return refuse(
      'lines-differ',
      'it leaves a function that releases by scope upstream (guard(), __free()) and by hand here',
      [found.from],
    );
  const rival = rivalOf(base, change, target, fit, found);
  if (rival !== undefined)
    return refuse('two-places', 'another place is as like as this one', [found.from, rival]);
  return { state: 'placed', ...found, fit, gap };
}

/** Whether one line more makes a branch of the one side, and breaks that of the other. */
function bracesDiffer(
  base: OutlinedFile,
  { from }: OutlinedChange,
  target: OutlinedFile,
  place: { readonly from: number },
): boolean {
  const above = (side: OutlinedFile, at: number) => side.lines[at - 1]?.plain ?? '';
  const [ours, theirs] = [above(base, from), above(target, place.from)];
  const heads = (line: string) =>
    /^(\} )?(if|else|for|while|do|switch)\b|for_each\w*\(/.test(line) && !/;$/.test(line);
  return (heads(ours) || heads(theirs)) && /\{$/.test(ours) !== /\{$/.test(theirs);
}

/** A return that upstream may write, since what is held is released by its scope: here somebody has to release it first. */
function leavesLocked(
  base: OutlinedFile,
  { added }: OutlinedChange,
  target: OutlinedFile,
  fit: Fit,
): boolean {
  if (!added.some(({ plain }) => /\breturn\b/.test(plain))) return false;
  const scoped = ({ lines }: OutlinedFile, { from, to }: Fit['base']) =>
    lines
      .slice(from, to)
      .some(({ plain }) => /\b(?:scoped_)?guard\s*\(|__free\s*\(|\bscoped_cond_guard\b/.test(plain));
  return scoped(base, fit.base) && !scoped(target, fit.target);
}

type Found =
  | { readonly from: number; readonly to: number; readonly shift: number }
  | { readonly doubt: Doubt; readonly why: string; readonly lines: readonly number[] };

/** Lines that go have to be there as they were, one behind the other, where the alignment has them or between the neighbours. */
function replacedAt(
  { from, to, removed }: OutlinedChange,
  { base, target, alignment }: Fit,
  gap: Gap,
  side: OutlinedFile,
): Found {
  const places = removed
    .map((_, index) => alignment.to[from + index - base.from] ?? -1)
    .map((at) => (at < 0 ? at : target.from + at));
  const all = removed.reduce((sum, { weight }) => sum + weight, 0);
  const backed = (start: number) => {
    const share = removed.reduce(
      (sum, { weight }, index) => sum + (places[index] === start + index ? weight : 0),
      0,
    );
    return share >= MOST * all || (start > gap.above && start + removed.length <= gap.below);
  };
  const found: number[] = [];
  for (let at = target.from; at + removed.length <= target.to; at++)
    if (removed.every((line, index) => side.lines[at + index]?.plain === line.plain) && backed(at))
      found.push(at);
  const [start] = found;
  if (start !== undefined && found.length === 1) {
    const shift = shiftOf(removed, side.lines.slice(start, start + removed.length));
    if (shift === undefined)
      return { doubt: 'lines-differ', why: 'the lines that go are indented otherwise', lines: [start] };
    // Braces and returns are everywhere: where nothing else goes, both neighbours have to be there.
    if (
      !removed.some(telling) &&
      !(gap.whole && gap.above === start - 1 && gap.below === start + (to - from))
    )
      return {
        doubt: 'little-alike',
        why: 'the lines that go say too little of where they are',
        lines: [start],
      };
    return { from: start, to: start + removed.length, shift };
  }
  if (found.length > 1)
    return { doubt: 'two-places', why: 'the lines that go are there twice', lines: found };
  const same = (line: TextLine, at: number) => side.lines[at]?.plain === line.plain;
  const differing = removed.find(
    (line, index) => places[index] === -1 || !same(line, places[index] as number),
  );
  const lines = places.filter((at) => at >= 0);
  if (differing)
    return {
      doubt: 'lines-differ',
      why: `the target has no "${differing.plain}" there`,
      lines: lines.length > 0 ? [Math.min(...lines)] : [gap.above + 1],
    };
  return {
    doubt: 'lines-between',
    why: 'the target has further lines between those that go',
    lines: lines.slice(0, 1),
  };
}

/** Shift of the indentation, in tabs; undefined where blanks differ in another way. */
function shiftOf(ours: readonly TextLine[], theirs: readonly TextLine[]): number | undefined {
  let shift: number | undefined;
  for (const [at, line] of ours.entries()) {
    if (line.plain === '') continue;
    const [a, b] = [line.raw, theirs[at]?.raw ?? ''];
    const by = tabs(b) - tabs(a);
    if (b.slice(tabs(b)) !== a.slice(tabs(a)) || (shift !== undefined && shift !== by)) return undefined;
    shift = by;
  }
  return shift ?? 0;
}

const tabs = (line: string) => /^\t*/.exec(line)?.[0].length ?? 0;

function insertedAt({ above, below, further, lacking }: Gap): Found {
  if (below === above + 1) return { from: below, to: below, shift: 0 };
  const lines = [above + 1, below];
  if (below <= above)
    return { doubt: 'little-alike', why: 'what stands around it is in another order there', lines };
  const blank = further.every(({ plain }) => plain === '');
  if (blank && lacking.length === 0)
    return { doubt: 'lines-between', why: 'the target has an empty line there', lines };
  const [first] = further.filter(({ plain }) => plain !== '');
  return {
    doubt: 'lines-between',
    why: `the target has ${further.length} ${further.length === 1 ? 'line' : 'lines'} where it goes: "${first?.plain ?? ''}"`,
    lines,
  };
}

/** Where the added lines stand between the neighbours already. */
function alreadyThere(
  { added, removed }: OutlinedChange,
  gap: Gap,
  target: OutlinedFile,
): number | undefined {
  if (!added.some(telling)) return undefined;
  const plain = added.map((line) => line.plain);
  for (let at = gap.above + 1; at + plain.length <= gap.below; at++)
    if (plain.every((text, index) => target.lines[at + index]?.plain === text)) {
      // What is replaced by more of itself is not there already because its end is.
      if (
        removed.length > 0 &&
        removed.every((line, index) => target.lines[gap.above + 1 + index]?.plain === line.plain)
      )
        return undefined;
      return at;
    }
  return undefined;
}

/** Added lines as they stand at a place that is indented otherwise. */
export function shifted(added: readonly TextLine[], shift: number): string[] {
  return added.map(({ raw, plain }) => {
    if (shift === 0 || plain === '') return raw;
    return shift > 0 ? '\t'.repeat(shift) + raw : raw.replace(new RegExp(`^\\t{0,${-shift}}`), '');
  });
}
