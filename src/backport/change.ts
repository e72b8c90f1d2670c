// SPDX-License-Identifier: GPL-2.0-only

import { lineNumber, lineStarts } from '../c/lines.ts';
import { hunkChanges, type LineChange } from '../import/change.ts';
import type { Hunk } from '../mail/hunk.ts';
import { type TextLine, textLinesOf } from './text-lines.ts';

/** Whole lines of a file that a patch puts others in the place of. */
export interface OutlinedChange {
  /** 0-based, of the text before the patch; `to` is behind the last that goes. */
  readonly from: number;
  readonly to: number;
  readonly removed: readonly TextLine[];
  readonly added: readonly TextLine[];
  /** Index of the hunk that it comes from. */
  readonly hunk: number;
}

/** What hunks do to a text; undefined where one does not fit. */
export function lineChanges(before: string, hunks: readonly Hunk[]): OutlinedChange[] | undefined {
  const starts = lineStarts(before);
  const lines = textLinesOf(before);
  return hunkChanges(before, hunks)?.map(({ start, end, text, hunk }: LineChange) => {
    const from = start >= before.length ? lines.length : lineNumber(starts, start);
    const to = end >= before.length ? lines.length : lineNumber(starts, end);
    return { from, to, removed: lines.slice(from, to), added: textLinesOf(text), hunk };
  });
}

/** The lines with changes made, each at its place. */
export function withChanges(
  lines: readonly TextLine[],
  changes: readonly Pick<OutlinedChange, 'from' | 'to' | 'added'>[],
): string {
  const out: string[] = [];
  let done = 0;
  for (const { from, to, added } of [...changes].sort((a, b) => a.from - b.from || a.to - b.to)) {
    for (const { raw } of lines.slice(done, from)) out.push(raw);
    for (const { raw } of added) out.push(raw);
    done = to;
  }
  for (const { raw } of lines.slice(done)) out.push(raw);
  return out.join('');
}
