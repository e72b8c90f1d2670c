// SPDX-License-Identifier: GPL-2.0-only
import type { SourceFile } from '../c/parse.ts';
import { type AnchorCandidate, costOf } from './candidate.ts';
import type { LineChange } from './change.ts';
import type { PlaceDescription, PlacedEdit } from './placed.ts';

/** So many neighbouring lines are named at most. */
const MOST = 8;

/** Places by lines as text: what is replaced itself, or the lines beside what is added. */
export function textPlaces(
  file: SourceFile,
  change: LineChange,
  scope: readonly PlaceDescription[] = [],
): AnchorCandidate[] {
  const { start, end, text } = change;
  const above = filled(file.text.slice(0, start).split('\n').slice(0, -1).reverse());
  const below = filled(file.text.slice(end).split('\n'));
  const found: PlacedEdit[] = [];
  const placed = (how: PlacedEdit['how'], of: string, around: PlacedEdit['around'], own = text): void => {
    if (of.trim() !== '')
      found.push({ scope, target: { by: 'textLines', of }, around, how, text: own, place: undefined });
  };
  if (start === end)
    for (let count = 1; count <= MOST; count++) {
      const [up, down] = [above.slice(0, count).reverse().join('\n'), below.slice(0, count).join('\n')];
      for (const around of [[], ['withBlankBelow']] as const) placed('insertBehind', up, around);
      for (const around of [[], ['withBlankAbove']] as const) placed('insertBefore', down, around);
    }
  else
    for (let count = 0; count <= MOST; count++)
      for (const [up, down] of [
        [0, count],
        [count, 0],
        [count, count],
      ] as const) {
        const from = backwards(file.text, start, up);
        const to = forwards(file.text, end, down);
        const own = file.text.slice(from, start) + text + file.text.slice(end, to);
        for (const around of [[], ['withBlankAbove'], ['withBlankBelow']] as const)
          placed('replace', trimmedLines(file.text.slice(from, to)), around, own);
      }
  return found.map((one) => ({ placed: one, cost: costOf(one.target) + one.around.length * 0.3 }));
}

const filled = (lines: readonly string[]) =>
  lines
    .map((line) => line.trim())
    .filter(Boolean)
    .slice(0, MOST);

const trimmedLines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .join('\n');

function backwards(text: string, from: number, lines: number): number {
  let at = from;
  for (let left = lines; left > 0 && at > 0; left--) at = text.lastIndexOf('\n', at - 2) + 1;
  return at;
}

function forwards(text: string, from: number, lines: number): number {
  let at = from;
  for (let left = lines; left > 0 && at < text.length; left--) {
    const newline = text.indexOf('\n', at);
    at = newline < 0 ? text.length : newline + 1;
  }
  return at;
}
