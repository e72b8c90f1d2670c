// SPDX-License-Identifier: GPL-2.0-only
import Table from 'cli-table3';
import type { Comparison, Tone } from './comparison.ts';

export type Paint = Readonly<Record<Tone | 'heading' | 'dim', (text: string) => string>>;

/** Wide enough for an errno and a word, so that a row does not grow for one long name. */
const NARROWEST = 12;
/** Where nobody says how wide the terminal is: a macro's name fits. */
const WIDEST = 34;
const LABEL = 20;

/**
 * A table as wide as the terminal. Long names of macros are broken at underscores, as no terminal holds five
 * of them side by side.
 *
 * @param width columns of the terminal; undefined lets every cell have its natural width
 */
export function terminal(
  { title, notes, columns, lines }: Comparison,
  paint: Paint,
  width: number | undefined,
): string {
  const room = width === undefined ? WIDEST : Math.floor((width - LABEL) / columns.length) - 3;
  const widths = columns.map((name, at) => {
    const texts = [name, ...lines.flatMap(({ values }) => values[at]?.text.split('\n') ?? [])];
    return Math.max(NARROWEST, Math.min(room, ...[Math.max(...texts.map(({ length }) => length))]));
  });
  const widthOf = (at: number) => widths[at] ?? NARROWEST;
  const table = new Table({
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    chars: {
      ...{ top: '─', 'top-mid': '───', 'top-left': '', 'top-right': '' },
      ...{ bottom: '─', 'bottom-mid': '───', 'bottom-left': '', 'bottom-right': '' },
      ...{ left: '', 'left-mid': '', right: '', 'right-mid': '', mid: '', 'mid-mid': '' },
      middle: '   ',
    },
  });
  table.push(['', ...columns.map((name, at) => painted(fold(name, widthOf(at)), paint.heading))]);
  for (const { group, label, values } of lines) {
    if (group !== undefined)
      table.push([{ content: `\n${paint.heading(group)}`, colSpan: 1 }, ...columns.map(() => '')]);
    const cells = values.map(({ text, tone }, at) => painted(fold(text, widthOf(at)), paint[tone]));
    table.push([`  ${label}`, ...cells]);
  }
  const text = table.toString().replace(/ +$/gm, '');
  return [paint.heading(title), text, ...notes.map((note) => paint.dim(note)), ''].join('\n');
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
