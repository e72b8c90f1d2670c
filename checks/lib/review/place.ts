// SPDX-License-Identifier: GPL-2.0-only
import type { FunctionText } from '../driver/body.ts';

/** Index in a function's text at which a line of its file begins; undefined for a line outside. */
export function lineIn(
  { text, line: first }: Pick<FunctionText, 'text' | 'line'>,
  line: number,
): number | undefined {
  if (line < first) return undefined;
  let at = 0;
  for (let now = first; now < line; now++) {
    const end = text.indexOf('\n', at);
    if (end < 0) return undefined;
    at = end + 1;
  }
  return at;
}
