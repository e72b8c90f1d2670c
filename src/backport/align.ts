// SPDX-License-Identifier: GPL-2.0-only
import { alike, type TextLine } from './text-lines.ts';

/** Which lines of one text are which of another. */
export interface Alignment {
  /** By line of the first: the line of the second (0-based), or -1. */
  readonly to: readonly number[];
  /** By line of the first: how alike the two are, 0 to 1. */
  readonly likeness: readonly number[];
}

/** Lines that share less than this are not one line that was changed. */
const CHANGED = 0.6;
/** What it adds that the line above is matched to the line above. */
const RUN = 0.3;
/** So many pairs of lines are compared at most; beyond, only equal lines are. */
const PAIRS = 4_000_000;

/**
 * The alignment of two runs of lines that matches most of what they say: equal lines count by their weight, lines that
 * were changed less, and lines that follow one another in both more. (Needleman and Wunsch 1970, gaps at no cost.)
 */
export function align(one: readonly TextLine[], other: readonly TextLine[]): Alignment {
  const [rows, columns] = [one.length, other.length];
  const to = new Array<number>(rows).fill(-1);
  const likeness = new Array<number>(rows).fill(0);
  if (rows === 0 || columns === 0) return { to, likeness };
  const fuzzy = rows * columns <= PAIRS;
  // A line that stands in both as it is was not changed into another.
  const [here, there] = [one, other].map((lines) => new Set(lines.map(({ plain }) => plain)));
  const changedHere = one.map(({ plain, weight }) => fuzzy && weight >= 1 && !there?.has(plain));
  const changedThere = other.map(({ plain, weight }) => weight >= 1 && !here?.has(plain));
  const width = columns + 1;
  const best = new Float32Array((rows + 1) * width);
  const matched = new Float32Array((rows + 1) * width);
  for (let i = 1; i <= rows; i++) {
    const a = one[i - 1] as TextLine;
    for (let j = 1; j <= columns; j++) {
      const at = i * width + j;
      const b = other[j - 1] as TextLine;
      const score =
        a.plain === b.plain ? a.weight : changedHere[i - 1] && changedThere[j - 1] ? changedScore(a, b) : 0;
      if (score > 0) {
        const before = at - width - 1;
        const run = (matched[before] as number) + RUN;
        const fresh = best[before] as number;
        matched[at] = score + (run > fresh && (matched[before] as number) > 0 ? run : fresh);
      }
      best[at] = Math.max(matched[at] as number, best[at - width] as number, best[at - 1] as number);
    }
  }
  let [i, j, inRun] = [rows, columns, false];
  while (i > 0 && j > 0) {
    const at = i * width + j;
    const own = matched[at] as number;
    if (own > 0 && (inRun || own >= (best[at] as number))) {
      const [a, b] = [one[i - 1] as TextLine, other[j - 1] as TextLine];
      to[i - 1] = j - 1;
      likeness[i - 1] = alike(a, b);
      const before = at - width - 1;
      inRun = (matched[before] as number) > 0 && (matched[before] as number) + RUN > (best[before] as number);
      i--;
      j--;
    } else if ((best[at - width] as number) >= (best[at - 1] as number)) i--;
    else j--;
  }
  return { to, likeness };
}

function changedScore(a: TextLine, b: TextLine): number {
  const share = alike(a, b);
  return share < CHANGED ? 0 : 0.6 * share * Math.min(a.weight, b.weight);
}
