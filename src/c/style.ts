// SPDX-License-Identifier: GPL-2.0-only
// Documentation/process/coding-style.rst: tabs of eight columns, lines of eighty, continued lines aligned
// to the open parenthesis (which checkpatch --strict asks for).

const TAB = 8;
const COLUMNS = 80;

/** Columns that a line takes on a screen with tabs of eight. */
export function width(line: string): number {
  let column = 0;
  for (const character of line) column += character === '\t' ? TAB - (column % TAB) : 1;
  return column;
}

/** White space that reaches a column: tabs first, then spaces. */
function alignTo(column: number): string {
  return '\t'.repeat(Math.floor(column / TAB)) + ' '.repeat(column % TAB);
}

/**
 * `before` + items joined by `separator` + `after`; broken after separators, aligned to the parenthesis that
 * ends `before`, where one line would be too wide.
 */
export function wrap(before: string, items: readonly string[], separator: string, after: string): string {
  const open = alignTo(width(before));
  const lines: string[] = [];
  let line = before;
  for (const [at, item] of items.entries()) {
    const last = at === items.length - 1;
    const piece = item + (last ? after : separator);
    const joined = line === before || line === open ? line + piece : `${line} ${piece}`;
    if (width(joined) > COLUMNS && line !== before && line !== open) {
      lines.push(line);
      line = open + piece;
    } else {
      line = joined;
    }
  }
  return [...lines, line].join('\n');
}

/** `if (a && b) {`, wrapped. */
export function ifHead(indent: string, terms: readonly string[], tail = ' {'): string {
  return wrap(`${indent}if (`, terms, ' &&', `)${tail}`);
}

/** The head of a function definition up to its opening brace, wrapped. */
export function functionHead(returnsAndName: string, parameters: readonly string[]): string {
  return `${wrap(`${returnsAndName}(`, parameters, ',', ')')}\n{`;
}

/** Prefixes every line that is not empty. */
export function indent(code: string, by: string): string {
  return code.replace(/^(?=.)/gm, by);
}
