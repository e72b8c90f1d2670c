// SPDX-License-Identifier: GPL-2.0-only
import Table from 'cli-table3';
import type { ReportLine, ReportTable } from './comparison.ts';
import type { Tone } from './value.ts';

export type TonePaint = Readonly<Record<Tone | 'heading' | 'dim', (text: string) => string>>;

/** Wide enough for an errno and a word, so that a row does not grow for one long name. */
const NARROWEST = 12;
/** Where nobody says how wide the terminal is: a macro's name fits. */
const WIDEST = 34;
const LABEL = 20;

/**
 * A table as wide as the terminal. Long names of macros are broken at underscores, as no terminal holds five
 * of them side by side; what is still too wide goes on below, as bands of columns with the rows that say something.
 *
 * @param width columns of the terminal; undefined lets every cell have its natural width
 */
export function terminal(
  { title, notes, columns, lines }: ReportTable,
  paint: TonePaint,
  width: number | undefined,
): string {
  const bands = bandsOf(columns, lines, width).map((band) => table(band.columns, band.lines, paint, width));
  return [paint.heading(title), ...bands, ...notes.map((note) => paint.dim(note)), ''].join('\n');
}

type Band = Pick<ReportTable, 'columns' | 'lines'>;

const PLAIN: TonePaint = { good: String, bad: String, plain: String, heading: String, dim: String };

/** As many columns as fit beside each other, then the next ones. */
function bandsOf(columns: Band['columns'], lines: Band['lines'], width: number | undefined): Band[] {
  const part = (from: number, to: number): Band => ({
    columns: columns.slice(from, to),
    lines: lines.map((line) => ({ ...line, values: line.values.slice(from, to) })),
  });
  const fits = (band: Band) =>
    width === undefined ||
    table(band.columns, band.lines, PLAIN, width)
      .split('\n')
      .every((line) => line.length <= width);
  const bands: Band[] = [];
  for (let from = 0; from < columns.length; ) {
    let to = columns.length;
    while (to > from + 1 && !fits(part(from, to))) to--;
    const band = part(from, to);
    bands.push(from === 0 ? band : { columns: band.columns, lines: telling(band.lines) });
    from = to;
  }
  return bands;
}

/** The rows in which some cell has a value, under their headings. */
function telling(lines: Band['lines']): ReportLine[] {
  const told: ReportLine[] = [];
  let heading: string | undefined;
  for (const { group, ...line } of lines) {
    heading = group ?? heading;
    if (line.values.every(({ text }) => text === '–')) continue;
    told.push({ ...line, ...(heading === undefined ? {} : { group: heading }) });
    heading = undefined;
  }
  return told;
}

function table(
  columns: readonly string[],
  lines: readonly ReportLine[],
  paint: TonePaint,
  width: number | undefined,
): string {
  const room = width === undefined ? WIDEST : Math.floor((width - LABEL) / columns.length) - 3;
  const widths = columns.map((name, at) => {
    const texts = [name, ...lines.flatMap(({ values }) => values[at]?.text.split('\n') ?? [])];
    return Math.max(NARROWEST, Math.min(room, ...[Math.max(...texts.map(({ length }) => length))]));
  });
  const widthOf = (at: number) => widths[at] ?? NARROWEST;
  const made = new Table({
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    chars: {
      ...{ top: '─', 'top-mid': '───', 'top-left': '', 'top-right': '' },
      ...{ bottom: '─', 'bottom-mid': '───', 'bottom-left': '', 'bottom-right': '' },
      ...{ left: '', 'left-mid': '', right: '', 'right-mid': '', mid: '', 'mid-mid': '' },
      middle: '   ',
    },
  });
  made.push(['', ...columns.map((name, at) => painted(fold(name, widthOf(at)), paint.heading))]);
  for (const { group, label, values } of lines) {
    if (group !== undefined)
      made.push([{ content: `\n${paint.heading(group)}`, colSpan: 1 }, ...columns.map(() => '')]);
    const cells = values.map(({ text, tone }, at) => painted(fold(text, widthOf(at)), paint[tone]));
    made.push([`  ${label}`, ...cells]);
  }
  return made.toString().replace(/ +$/gm, '');
}

/** Colour a line at a time: a colour that spans lines would reach into the neighbouring cells. */
function painted(text: string, paint: (text: string) => string): string {
  return text
    .split('\n')
    .map((line) => paint(line))
    .join('\n');
}

function fold(text: string, width: number): string {
  return text
    .split('\n')
    .flatMap((line) => foldLine(line, width))
    .join('\n');
}

function foldLine(line: string, width: number): string[] {
  const lines: string[] = [];
  let rest = line;
  while (rest.length > width) {
    const ends = [' ', '_', '-'].map((end) => rest.lastIndexOf(end, width - 1) + 1);
    const cut = Math.max(...ends) || width;
    lines.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  return [...lines, rest];
}
