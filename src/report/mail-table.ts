// SPDX-License-Identifier: GPL-2.0-only

/** Width of a mail's text (Documentation/process/submitting-patches.rst). */
const COLUMNS = 75;
const NONE = '–';

/** One row of a table: a label and a text for each column. */
export interface MailRow {
  /** Heading that it stands under. */
  readonly group: string;
  readonly label: string;
  readonly texts: readonly string[];
}

/**
 * A table for a mail: 75 columns, as many designs abreast as their longest words let, the others below; a row that has
 * nothing to say of those abreast is left out there.
 */
export function mailTable(columns: readonly string[], rows: readonly MailRow[]): string {
  const label = Math.max(...rows.map((row) => row.label.length)) + 1;
  const room = COLUMNS - label;
  const narrowest = columns.map((name, at) =>
    Math.min(room - 1, longestPiece([name, ...rows.map(({ texts }) => texts[at] ?? '')])),
  );
  return abreast(narrowest, room)
    .map((block) => table(block, columns, rows, label, narrowest))
    .join('\n\n');
}

/** Indexes of columns, block by block. */
function abreast(narrowest: readonly number[], room: number): number[][] {
  const blocks: number[][] = [];
  let left = 0;
  for (const [at, width] of narrowest.entries()) {
    if (blocks.length === 0 || width + 1 > left) [left] = [room, blocks.push([])];
    blocks.at(-1)?.push(at);
    left -= width + 1;
  }
  return blocks;
}

function table(
  block: readonly number[],
  columns: readonly string[],
  rows: readonly MailRow[],
  label: number,
  narrowest: readonly number[],
): string {
  const chosen = <T>(all: readonly T[]) => block.map((at) => all[at] as T);
  const told = rows.filter(({ texts }) => chosen(texts).some((text) => text !== NONE));
  const cells = [columns, ...told.map(({ texts }) => texts)].map((texts) => chosen(texts));
  const widths = widened(chosen(narrowest), cells, COLUMNS - label);
  const line = (name: string, texts: readonly string[]) => {
    const folded = texts.map((text, at) => fold(text, widths[at] ?? 1));
    const height = Math.max(...folded.map(({ length }) => length));
    return Array.from({ length: height }, (_, row) =>
      [
        (row === 0 ? name : '').padEnd(label),
        ...folded.map((lines, at) => (lines[row] ?? '').padEnd(widths[at] ?? 1)),
      ]
        .join(' ')
        .trimEnd(),
    ).join('\n');
  };
  let group = '';
  const body = told.flatMap((row) => {
    const head = row.group === group ? [] : [row.group];
    group = row.group;
    return [...head, line(` ${row.label}`, chosen(row.texts))];
  });
  return [line('', cells[0] ?? []), ...body].join('\n');
}

/** What is left of the room goes to columns that would use it, one character after another. */
function widened(narrowest: readonly number[], rows: readonly (readonly string[])[], room: number): number[] {
  const natural = narrowest.map((_, at) =>
    Math.max(...rows.flatMap((texts) => (texts[at] ?? '').split('\n').map(({ length }) => length))),
  );
  const widths = [...narrowest];
  let left = room - widths.reduce((sum, width) => sum + width + 1, 0);
  while (left > 0 && widths.some((width, at) => width < (natural[at] ?? 0)))
    for (const [at, width] of widths.entries())
      if (left > 0 && width < (natural[at] ?? 0)) {
        widths[at] = width + 1;
        left--;
      }
  return widths;
}

/** Names of macros are longer than a column, and are broken behind `_` and `-`. */
const PIECE = /[^\s_-]*[_-]?/g;

function longestPiece(texts: readonly string[]): number {
  return Math.max(1, ...texts.flatMap((text) => text.match(PIECE) ?? []).map(({ length }) => length));
}

function fold(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    let rest = line;
    while (rest.length > width) {
      const cut = Math.max(...[' ', '_', '-'].map((end) => rest.lastIndexOf(end, width - 1) + 1)) || width;
      lines.push(rest.slice(0, cut).trimEnd());
      rest = rest.slice(cut).trimStart();
    }
    lines.push(rest);
  }
  return lines;
}
