// SPDX-License-Identifier: GPL-2.0-only
import type { Directive, Span } from '../../c/preprocess/scan.ts';
import type { SourceText } from '../../c/preprocess/source.ts';

/** The comment on a directive's line, or directly above it, as written. */
export function commentOf(source: SourceText, { start, end }: Directive): string | undefined {
  const { comments } = source.scan;
  const first = firstFrom(comments, start);
  const on = comments[first];
  if (on && on.start < end) return source.text.slice(on.start, on.end);
  const above = comments[first - 1];
  if (!above || !/^[ \t]*\r?\n?[ \t]*$/.test(source.text.slice(above.end, start))) return undefined;
  const before = source.text.slice(source.text.lastIndexOf('\n', above.start) + 1, above.start);
  // What stands behind another thing on its line is that thing's.
  return /^\s*$/.test(before) ? source.text.slice(above.start, above.end) : undefined;
}

function firstFrom(comments: readonly Span[], offset: number): number {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((comments[middle] as Span).start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
