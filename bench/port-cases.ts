// SPDX-License-Identifier: GPL-2.0-only
// Changes between two Debian trees, to be carried to a third that has them: there they are taken back first, so that the
// right answer is the third tree's own text.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { lineChanges, withChanges } from '../src/backport/change.ts';
import { unitAt } from '../src/backport/outline/outline.ts';
import { outlinedFile } from '../src/backport/place.ts';
import { type TextLine, telling, textLinesOf } from '../src/backport/text-lines.ts';
import { readDiffs } from '../src/mail/diff.ts';

export interface PortCase {
  readonly id: string;
  readonly path: string;
  readonly unit: string;
  /** Names of trees. */
  readonly from: string;
  readonly by: string;
  readonly onto: string;
  /** The file that the patch was made on. */
  readonly base: string;
  /** A unified diff, as git writes it, with its blobs. */
  readonly patch: string;
  /** What it is carried to. */
  readonly target: string;
  /** What comes of it. */
  readonly right: string;
}

/** mulberry32: the same numbers from the same seed. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function shuffled<T>(some: readonly T[], next: () => number): T[] {
  const all = [...some];
  for (let at = all.length - 1; at > 0; at--) {
    const other = Math.floor(next() * (at + 1));
    [all[at], all[other]] = [all[other] as T, all[at] as T];
  }
  return all;
}

/** So many lines a change has at most: whole functions that are new say little of places. */
const LONGEST = 40;

/**
 * Cases of one file: for each definition that differs between two trees, the changes that the third has too.
 *
 * @param diff a unified diff of two texts with any lines of context, of git
 */
export async function casesOf(
  path: string,
  [from, by, onto]: readonly [string, string, string],
  [base, changed, right]: readonly [string, string, string],
  folder: string,
): Promise<PortCase[]> {
  if (base === changed || changed === right) return [];
  const [bare, beyond] = [await diffOf(base, changed, 0, folder), await diffOf(changed, right, 0, folder)];
  const changes = lineChanges(base, hunksOf(bare)) ?? [];
  const side = outlinedFile(path, base);
  const { outline, lines } = outlinedFile(path, right);
  const then = textLinesOf(changed);
  const kept = keptLines(changed, beyond);
  const groups = new Map<string, { change: (typeof changes)[number]; at: number }[]>();
  let moved = 0;
  for (const change of changes) {
    const unit = unitAt(side.outline.units, change.from, change.to);
    const start = change.from + moved;
    moved += change.added.length - change.removed.length;
    const at = placeIn(kept, start, change.added.length, then);
    const more = change.removed.some(
      (line) => /\w/.test(line.plain) && count(lines, line) > count(then, line),
    );
    if (!unit || at === undefined || more || change.added.length > LONGEST || change.removed.length > LONGEST)
      continue;
    if (![...change.added, ...change.removed].some(({ plain }) => /\w/.test(plain))) continue;
    // Where the third tree has that definition too, its code has to be in that.
    const other = unitAt(outline.units, at, at + change.added.length);
    if (other?.words !== unit.words && outline.units.some(({ words }) => words === unit.words)) continue;
    const group = groups.get(unit.words) ?? [];
    groups.set(unit.words, [...group, { change, at }]);
  }
  const cases: PortCase[] = [];
  for (const [unit, group] of groups) {
    const own = withChanges(
      side.lines,
      group.map(({ change }) => change),
    );
    const back = group.map(({ change, at }) => ({
      from: at,
      to: at + change.added.length,
      added: change.removed,
    }));
    const target = withChanges(lines, back);
    if (target === right || target === own) continue;
    const patch = await diffOf(base, own, 3, folder, path);
    cases.push({
      id: `${path}:${unit} ${from}→${by} onto ${onto}`,
      path,
      unit,
      from,
      by,
      onto,
      base,
      patch,
      target,
      right,
    });
  }
  return cases;
}

/**
 * The place of added lines in the third tree, where all of them are there unchanged, and lines beside them that tell one
 * place from another.
 */
function placeIn(
  kept: readonly number[],
  start: number,
  size: number,
  lines: readonly TextLine[],
): number | undefined {
  const [above, below] = [kept[start - 1] ?? -1, kept[start + size] ?? -1];
  const first = size === 0 ? below : (kept[start] ?? -1);
  if (first < 0) return undefined;
  for (let at = 0; at < size; at++) if (kept[start + at] !== first + at) return undefined;
  if (size === 0 && above !== below - 1) return undefined;
  const near = [1, 2, 3];
  const up = near.findIndex((away) => kept[start - away] !== first - away);
  const down = near.findIndex((away) => kept[start + size + away - 1] !== first + size + away - 1);
  const told = [
    ...lines.slice(start - (up < 0 ? 3 : up), start),
    ...lines.slice(start + size, start + size + (down < 0 ? 3 : down)),
  ];
  return told.some(telling) ? first : undefined;
}

const count = (lines: readonly TextLine[], { plain }: TextLine) =>
  lines.filter((line) => line.plain === plain).length;

/** By line of one text, the line of the other that it is; -1 where a diff removes it. */
function keptLines(one: string, diff: string): number[] {
  const changes = lineChanges(one, hunksOf(diff)) ?? [];
  const kept: number[] = [];
  let moved = 0;
  let at = 0;
  const total = textLinesOf(one).length;
  for (const { from, to, added } of changes) {
    for (; at < from; at++) kept.push(at + moved);
    for (; at < to; at++) kept.push(-1);
    moved += added.length - (to - from);
  }
  for (; at < total; at++) kept.push(at + moved);
  return kept;
}

const hunksOf = (diff: string) => readDiffs(diff, 'bench')[0]?.hunks ?? [];

export async function diffOf(
  one: string,
  other: string,
  context: number,
  folder: string,
  path = 'file',
): Promise<string> {
  const [a, b] = [join(folder, 'a'), join(folder, 'b')];
  await writeFile(a, one, 'latin1');
  await writeFile(b, other, 'latin1');
  const argv = [
    'diff',
    '--no-index',
    '--full-index',
    '--no-color',
    '--no-ext-diff',
    `-U${context}`,
    '--diff-algorithm=histogram',
    a,
    b,
  ];
  const { stdout } = await execa('git', argv, {
    reject: false,
    encoding: 'latin1',
    stripFinalNewline: false,
  });
  return stdout
    .replace(/^diff --git .*$/m, `diff --git a/${path} b/${path}`)
    .replace(/^--- .*$/m, `--- a/${path}`)
    .replace(/^\+\+\+ .*$/m, `+++ b/${path}`);
}

export async function temporary<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'kpw-ports-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
