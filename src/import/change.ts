// SPDX-License-Identifier: GPL-2.0-only
import { lineStarts } from '../c/lines.ts';
import { applied } from '../mail/apply.ts';
import type { Hunk } from '../mail/hunk.ts';

/** Whole lines of a file that a patch puts others in the place of; none of either is an insertion or a removal. */
export interface LineChange {
  /** Offsets in the text before the patch. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Index of the hunk that it comes from. */
  readonly hunk: number;
}

/** What hunks do to a text, context left out; undefined where one does not fit. */
export function hunkChanges(before: string, hunks: readonly Hunk[]): LineChange[] | undefined {
  const placed = applied(before, hunks);
  if ('unfit' in placed) return undefined;
  const starts = lineStarts(before);
  const changes: LineChange[] = [];
  for (const [hunk, { lines }] of hunks.entries()) {
    let line = (placed.lines[hunk] ?? 1) - 1;
    let open: { start: number; text: string } | undefined;
    const close = () => {
      if (open) changes.push({ ...open, end: starts[line] ?? before.length, hunk });
      open = undefined;
    };
    for (const [at, one] of lines.entries()) {
      const kind = one[0];
      if (kind === '\\') continue;
      if (kind === ' ') close();
      else open ??= { start: starts[line] ?? before.length, text: '' };
      if (kind === '+' && open) open.text += `${one.slice(1)}${lines[at + 1]?.startsWith('\\') ? '' : '\n'}`;
      if (kind !== '+') line++;
    }
    close();
  }
  return changes;
}

/** The text with a change made. */
export function changed(text: string, { start, end, text: fresh }: Omit<LineChange, 'hunk'>): string {
  return text.slice(0, start) + fresh + text.slice(end);
}

/** So many lines an insertion or a removal is moved at most. */
const FARTHEST = 12;

/**
 * The same change as other lines: where an insertion begins with the line that follows it, it may as well be made behind
 * that line. The change itself comes first.
 */
export function slid(before: string, change: LineChange): { change: LineChange; away: number }[] {
  const found = [{ change, away: 0 }];
  const { start, end, text } = change;
  if (start !== end && text !== '') return found;
  const after = changed(before, change);
  const [old, fresh] = [end - start, text.length];
  for (const step of [1, -1]) {
    let from = start;
    for (let away = 1; away <= FARTHEST; away++) {
      const next = step > 0 ? before.indexOf('\n', from + old) + 1 : before.lastIndexOf('\n', from - 2) + 1;
      const moved = step > 0 ? next - (from + old) : from - next;
      if (moved <= 0) break;
      from += step * moved;
      const other = { ...change, start: from, end: from + old, text: after.slice(from, from + fresh) };
      if (other.end > before.length || changed(before, other) !== after) break;
      found.push({ change: other, away });
    }
  }
  return found;
}

/** What differs between two texts, as one change of whole lines. */
export function difference(before: string, after: string): LineChange {
  const lines = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const [old, fresh] = [lines(before), lines(after)];
  let head = 0;
  while (head < Math.min(old.length, fresh.length) && old[head] === fresh[head]) head++;
  let tail = 0;
  while (tail < Math.min(old.length, fresh.length) - head && old.at(-1 - tail) === fresh.at(-1 - tail))
    tail++;
  const length = (some: readonly string[]) => some.join('').length;
  const start = length(old.slice(0, head));
  return {
    ...{ start, end: start + length(old.slice(head, old.length - tail)), hunk: 0 },
    text: fresh.slice(head, fresh.length - tail).join(''),
  };
}
