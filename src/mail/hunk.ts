// SPDX-License-Identifier: GPL-2.0-only
import { PatchDamaged } from './failures.ts';

export interface Hunk {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  /** What stands behind the second `@@`: the function, as a rule. */
  readonly section: string;
  /** Each with its ` `, `+`, `-` or `\` in front. */
  readonly lines: readonly string[];
}

export const HUNK = /^@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@(.*)$/;

export const RESEND =
  'Take the mail as it was sent (the mbox or "raw" link of the archive); a copy out of a mail program wraps lines.';

/**
 * The hunk whose header is at a line, with exactly the lines that the header counts.
 *
 * @returns the hunk, and where the text goes on
 * @throws PatchDamaged
 */
export function readHunk(lines: readonly string[], at: number, place: string): { hunk: Hunk; end: number } {
  const [header, oldStart, oldLines = '1', newStart, newLines = '1', section = ''] =
    HUNK.exec(lines[at] ?? '') ?? [];
  if (header === undefined) throw damaged(`this is no hunk header: ${lines[at]}`, place, RESEND);
  let [olds, news] = [Number(oldLines), Number(newLines)];
  const taken: string[] = [];
  let end = at + 1;
  for (; olds > 0 || news > 0; end++) {
    const line = lines[end];
    if (line === undefined) throw damaged(`the hunk is cut off: ${missing(olds, news)}`, place, RESEND);
    // Mailers drop the blank of an empty context line; git apply knows that too.
    const kind = line === '' || line === '\r' ? ' ' : line[0];
    if (kind === ' ' || kind === '-') olds--;
    if (kind === ' ' || kind === '+') news--;
    if (!/[ +\\-]/.test(kind ?? '') || olds < 0 || news < 0)
      throw damaged(
        `line ${end + 1} does not belong to the hunk, of which ${missing(olds, news)}`,
        place,
        RESEND,
        line.slice(0, 100),
      );
    taken.push(line === '' ? ' ' : line);
  }
  if (lines[end]?.startsWith('\\ ')) taken.push(lines[end++] ?? '');
  const next = lines[end] ?? '';
  if (/^(\+|-(?!-))/.test(next))
    throw damaged(
      `line ${end + 1} goes on where the hunk says that it ends`,
      place,
      RESEND,
      next.slice(0, 100),
    );
  const numbers = { oldStart: Number(oldStart), oldLines: Number(oldLines) };
  const others = { newStart: Number(newStart), newLines: Number(newLines) };
  return { hunk: { ...numbers, ...others, section: section.trim(), lines: taken }, end };
}

function missing(olds: number, news: number): string {
  return `${Math.max(olds, 0)} old and ${Math.max(news, 0)} new lines are missing`;
}

export function damaged(title: string, where: string, hint: string, detail?: string): PatchDamaged {
  return new PatchDamaged({ title, where, hint, ...(detail === undefined ? {} : { detail }) });
}
