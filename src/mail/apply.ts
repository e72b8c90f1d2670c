// SPDX-License-Identifier: GPL-2.0-only
import type { Hunk } from './hunk.ts';

/**
 * A file with hunks applied, or which hunk (0-based) does not fit. As git apply does: no line of context may differ,
 * but all may have moved, and of several places the nearest is taken.
 *
 * @returns also the line of the old text (1-based) where each hunk begins
 */
export function applied(
  text: string,
  hunks: readonly Hunk[],
): { text: string; lines: number[] } | { unfit: number } {
  const lines = linesOf(text);
  const out: string[] = [];
  const places: number[] = [];
  let done = 0;
  let moved = 0;
  for (const [index, hunk] of hunks.entries()) {
    const [before, after] = hunkSides(hunk);
    // Of a hunk without old lines git gives the line behind which it goes.
    const wanted = hunk.oldStart - (hunk.oldLines === 0 ? 0 : 1);
    const at = nearest(lines, before, wanted + moved, done);
    if (at === undefined) return { unfit: index };
    // A plain push of a slice overflows the stack where a file is long.
    for (const line of lines.slice(done, at)) out.push(line);
    for (const line of after) out.push(line);
    done = at + before.length;
    moved = at - wanted;
    places.push(at + 1);
  }
  return { text: [...out, ...lines.slice(done)].join(''), lines: places };
}

/** The lines of a hunk as they were, and as they become, each with its line end. */
export function hunkSides({ lines }: Hunk): [before: string[], after: string[]] {
  const before: string[] = [];
  const after: string[] = [];
  for (const [at, line] of lines.entries()) {
    // "\ No newline at end of file" is said of the line before it.
    const text = `${line.slice(1)}${lines[at + 1]?.startsWith('\\') ? '' : '\n'}`;
    if (line[0] !== '+' && line[0] !== '\\') before.push(text);
    if (line[0] !== '-' && line[0] !== '\\') after.push(text);
  }
  return [before, after];
}

function nearest(
  lines: readonly string[],
  before: readonly string[],
  wanted: number,
  from: number,
): number | undefined {
  if (before.length === 0) return wanted >= from && wanted <= lines.length ? wanted : undefined;
  const fits = (at: number) => at >= from && before.every((line, index) => lines[at + index] === line);
  for (let away = 0; away <= lines.length; away++) {
    if (fits(wanted + away)) return wanted + away;
    if (away > 0 && fits(wanted - away)) return wanted - away;
  }
  return undefined;
}

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
