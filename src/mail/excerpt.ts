// SPDX-License-Identifier: GPL-2.0-only
import { hunkSides } from './apply.ts';
import type { FileDiff } from './diff.ts';
import type { Hunk } from './hunk.ts';

/** Context lines of git diff. */
export const CONTEXT = 3;

/**
 * As much of a file as its hunks show, before and after: what a diff says without the file that it was made of. The
 * diff of the two is the diff that was read. Line numbers are lost; no comparison of patches looks at them.
 *
 * @param context lines of context that the patch was made with, see contextOf
 */
export function hunkExcerpt(
  { oldPath, newPath, hunks }: FileDiff,
  context: number,
): [before: string, after: string] {
  const before: string[] = [];
  const after: string[] = [];
  // Of a file that is made or removed, all is shown.
  const inFile = oldPath !== undefined && newPath !== undefined;
  for (const [at, hunk] of hunks.entries()) {
    const [old, fresh] = hunkSides(hunk);
    // Nothing is above a hunk that begins at the first line, and nothing below one that ends short of context.
    const above = hunk.oldStart <= 1 && at === 0 ? '' : gapBefore(hunk, at);
    const goesOn = inFile && !atEnd(hunk, context);
    const below = goesOn && at === hunks.length - 1 ? filler(`${at}, after`) : '';
    before.push(above, old.join(''), below);
    after.push(above, fresh.join(''), below);
  }
  return [before.join(''), after.join('')];
}

function atEnd(hunk: Hunk, context: number): boolean {
  return trailing(hunk) < context || hunk.lines.some((line) => line.startsWith('\\'));
}

/** How many lines of context a patch was made with, no more than git's own default. */
export function contextOf(hunks: readonly Hunk[]): number {
  const most = hunks.reduce((most, hunk) => Math.max(most, leading(hunk), trailing(hunk)), 0);
  return Math.min(most, CONTEXT);
}

/** The last line of a gap is the one from which git takes the words behind `@@`. */
function gapBefore({ section }: Hunk, at: number): string {
  return filler(`${at}`) + (section === '' ? '' : `${section}\n`);
}

/** Lines that no two gaps share, or a diff might slide across them, and more than the context of two hunks. */
function filler(name: string): string {
  const numbers = Array.from({ length: 2 * CONTEXT + 2 }, (_, line) => line);
  return numbers.map((line) => `\t/* not in the patch: gap ${name}, line ${line} */\n`).join('');
}

function leading({ lines }: Pick<Hunk, 'lines'>): number {
  const first = lines.findIndex((line) => line[0] !== ' ');
  return first < 0 ? 0 : first;
}

function trailing({ lines }: Hunk): number {
  return leading({ lines: lines.filter((line) => line[0] !== '\\').reverse() });
}
