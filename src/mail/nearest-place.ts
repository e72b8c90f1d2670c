// SPDX-License-Identifier: GPL-2.0-only
import { shownText } from '../shown-text.ts';
import { hunkSides } from './apply.ts';
import type { Hunk } from './hunk.ts';

/** A place that shares less than this part of a hunk's lines is not like it. */
const ALIKE = 0.4;
/** So many characters of a line are quoted. */
const QUOTED = 60;

/**
 * Where a hunk that does not fit would go: the place of the file that shares most of its old lines, or the new ones where
 * the file has the change already. Undefined where nothing is like it.
 */
export function nearestPlace(text: string, hunk: Hunk): string | undefined {
  const lines = text.split('\n');
  const [before, after] = hunkSides(hunk).map((side) => side.map((line) => line.replace(/\n$/, '')));
  if (!before || !after) return undefined;
  const there = bestOf(lines, after, hunk.newStart - 1);
  if (there && there.shared === after.length && after.length > 0)
    return `it is there already, at line ${there.at + 1}`;
  const place = bestOf(lines, before, hunk.oldStart - 1);
  if (!place || place.shared < ALIKE * before.length) return undefined;
  const differing = before.findIndex((line, index) => lines[place.at + index] !== line);
  const [wanted = '', found = ''] = [before[differing], lines[place.at + differing]];
  const folded = (line: string) => line.replace(/\s+/g, ' ').trim();
  if (folded(wanted) === folded(found))
    return `the nearest place is line ${place.at + 1}, where line ${place.at + differing + 1} differs in white space alone: tabs of the patch may have become blanks on its way`;
  return `the nearest place is line ${place.at + 1}, where line ${place.at + differing + 1} is ${quoted(found)} and not ${quoted(wanted)}`;
}

function bestOf(
  lines: readonly string[],
  side: readonly string[],
  wanted: number,
): { at: number; shared: number } | undefined {
  // Braces and empty lines are everywhere; a place has to share a line that tells something.
  const telling = new Set(side.filter((line) => /\w{2}/.test(line)));
  const starts = new Set<number>();
  for (const [at, line] of lines.entries()) {
    if (!telling.has(line)) continue;
    for (let index = side.indexOf(line); index >= 0; index = side.indexOf(line, index + 1))
      if (at >= index) starts.add(at - index);
  }
  let best: { at: number; shared: number } | undefined;
  for (const at of starts) {
    const shared = side.filter((line, index) => lines[at + index] === line).length;
    const nearer = best && Math.abs(at - wanted) < Math.abs(best.at - wanted);
    if (!best || shared > best.shared || (shared === best.shared && nearer)) best = { at, shared };
  }
  return best;
}

function quoted(line: string): string {
  const plain = shownText(line.trim());
  return plain === '' ? 'empty' : `"${plain.length > QUOTED ? `${plain.slice(0, QUOTED - 1)}…` : plain}"`;
}
