// SPDX-License-Identifier: GPL-2.0-only
import type { PatchStep } from '../mail/history.ts';

/** Indexes of two patches that are compared with one another; one alone where the other side has none. */
export type PairedPatches = readonly [a: number | undefined, b: number | undefined];

/** From this share of equal changed lines on, two patches are one even where they change other files: a renamed one. */
const ALIKE = 0.3;

interface Traits {
  readonly title: string;
  readonly files: ReadonlySet<string>;
  /** Changed lines with their signs, and how often. */
  readonly lines: ReadonlyMap<string, number>;
  readonly count: number;
}

/**
 * Which patches of two series belong together: by title, by the files that they change, and by the changed lines. What
 * shares none of these is no pair. In the order in which git range-diff tells them.
 */
export function pairing(a: readonly PatchStep[], b: readonly PatchStep[]): PairedPatches[] {
  const [ones, others] = [a.map(traitsOf), b.map(traitsOf)];
  const scores = ones.flatMap((one, i) =>
    others.flatMap((other, j) => {
      const score = alikeness(one, other);
      return score === undefined ? [] : [{ i, j, score }];
    }),
  );
  scores.sort((x, y) => y.score - x.score || Math.abs(x.i - x.j) - Math.abs(y.i - y.j) || x.i - y.i);
  const [ofA, ofB] = [new Map<number, number>(), new Map<number, number>()];
  for (const { i, j } of scores) {
    if (ofA.has(i) || ofB.has(j)) continue;
    ofA.set(i, j);
    ofB.set(j, i);
  }
  return inOrder(a.length, b.length, ofA, ofB);
}

/** As range-diff.c puts them: B's order, with A's patches that have no pair where their neighbours are. */
function inOrder(
  countA: number,
  countB: number,
  ofA: ReadonlyMap<number, number>,
  ofB: ReadonlyMap<number, number>,
): PairedPatches[] {
  const pairs: PairedPatches[] = [];
  const shown = new Set<number>();
  let [i, j] = [0, 0];
  while (i < countA || j < countB) {
    while (shown.has(i)) i++;
    if (i < countA && !ofA.has(i)) {
      pairs.push([i++, undefined]);
      continue;
    }
    while (j < countB && !ofB.has(j)) pairs.push([undefined, j++]);
    if (j < countB) {
      const one = ofB.get(j) as number;
      shown.add(one);
      pairs.push([one, j++]);
    }
  }
  return pairs;
}

/** Undefined where the two share nothing. */
function alikeness(one: Traits, other: Traits): number | undefined {
  const titled = one.title !== '' && one.title === other.title;
  const files = [...one.files].filter((path) => other.files.has(path)).length;
  let common = 0;
  for (const [line, count] of one.lines) common += Math.min(count, other.lines.get(line) ?? 0);
  const lines = one.count + other.count === 0 ? 0 : (2 * common) / (one.count + other.count);
  if (!titled && files === 0 && lines < ALIKE) return undefined;
  const paths = files / Math.max(1, new Set([...one.files, ...other.files]).size);
  return 2 * lines + paths + (titled ? 2 : wordsAlike(one.title, other.title));
}

function wordsAlike(one: string, other: string): number {
  const [words, others] = [new Set(one.split(/\W+/)), new Set(other.split(/\W+/))];
  const shared = [...words].filter((word) => word !== '' && others.has(word)).length;
  return (2 * shared) / Math.max(1, words.size + others.size);
}

function traitsOf({ title, before, after }: PatchStep): Traits {
  const lines = new Map<string, number>();
  const files = new Set([...before.keys(), ...after.keys()]);
  let count = 0;
  for (const path of files) {
    const changes = new Map<string, number>();
    const add = (text: string | undefined, by: number) => {
      for (const line of (text ?? '').split('\n')) {
        const plain = line.trim();
        // Braces are in every patch.
        if (/\w/.test(plain)) changes.set(plain, (changes.get(plain) ?? 0) + by);
      }
    };
    add(before.get(path)?.text, -1);
    add(after.get(path)?.text, 1);
    for (const [line, balance] of changes) {
      if (balance === 0) continue;
      const key = `${balance > 0 ? '+' : '-'}${line}`;
      lines.set(key, (lines.get(key) ?? 0) + Math.abs(balance));
      count += Math.abs(balance);
    }
  }
  return { title: title.toLowerCase().replace(/\s+/g, ' ').trim(), files, lines, count };
}
