// SPDX-License-Identifier: GPL-2.0-only
import { align } from './align.ts';
import type { OutlinedChange } from './change.ts';
import type { OutlinedFile } from './side.ts';
import { type TextLine, telling } from './text-lines.ts';

/** So many lines of the original count, on each side. */
const NEAR = 8;
/** Among so many of the other file they are looked for. */
const AMONG = 16;

/** What stands around two places, compared. */
export interface Surrounding {
  /** 0 to 1; the nearer a line is, the more it counts. */
  readonly likeness: number;
  /** Statements that only the one has, and that only the other has. */
  readonly lacks: readonly string[];
  readonly more: readonly string[];
}

/** How alike the code around two places is. */
export function surrounding(
  base: OutlinedFile,
  { from, to }: Pick<OutlinedChange, 'from' | 'to'>,
  other: OutlinedFile,
  place: Pick<OutlinedChange, 'from' | 'to'>,
): Surrounding {
  const parts = [
    compared(
      base.lines.slice(Math.max(0, from - NEAR), from).reverse(),
      other.lines.slice(Math.max(0, place.from - AMONG), place.from).reverse(),
    ),
    compared(base.lines.slice(to, to + NEAR), other.lines.slice(place.to, place.to + AMONG)),
  ];
  const sum = (of: 'said' | 'heard') => parts.reduce((all, part) => all + part[of], 0);
  const [said, heard] = [sum('said'), sum('heard')];
  return {
    likeness: said === 0 ? 1 : heard / said,
    lacks: parts.flatMap(({ lacks }) => lacks),
    more: parts.flatMap(({ more }) => more),
  };
}

/** So near a line has to be for its absence to be told. */
const TOLD = 4;

function compared(ours: readonly TextLine[], theirs: readonly TextLine[]) {
  const { to, likeness } = align(ours, theirs);
  let [said, heard] = [0, 0];
  for (const [away, line] of ours.entries()) {
    const weight = line.weight * (1 - away / (2 * NEAR));
    said += weight;
    heard += weight * (likeness[away] ?? 0);
  }
  const near = ours.slice(0, TOLD);
  const lacks = near.filter((line, at) => (to[at] ?? -1) < 0 && isStatement(line)).map(({ plain }) => plain);
  const found = new Set(to);
  const last = Math.max(...to.slice(0, TOLD), -1);
  const more = theirs
    .slice(0, Math.min(last, TOLD * 2))
    .filter((line, at) => !found.has(at) && isStatement(line))
    .map(({ plain }) => plain);
  return { said, heard, lacks, more };
}

const isStatement = (line: TextLine) =>
  line.weight >= 0.4 && /\w/.test(line.plain) && (telling(line) || /return|goto|break/.test(line.plain));
