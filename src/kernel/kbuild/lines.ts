// SPDX-License-Identifier: GPL-2.0-only

/** Lines of a Makefile without comments and empty ones, those that end in a backslash joined with the next. */
export function logicalLines(text: string): string[] {
  return text
    .replace(/\\\r?\n[ \t]*/g, ' ')
    .split('\n')
    .map((line) => line.replace(/(^|[^\\])#.*$/, '$1').trimEnd())
    .filter((line) => line.trim() !== '');
}
