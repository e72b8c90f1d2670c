// SPDX-License-Identifier: GPL-2.0-only
import Table from 'cli-table3';
import type { Comparison, Tone } from './comparison.ts';

export type Paint = Readonly<Record<Tone | 'heading' | 'dim', (text: string) => string>>;

/** Wide enough for an errno and a word, so that a row does not grow for one long name. */
const NARROWEST = 12;
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
  const natural = columns.map((name, at) =>
    Math.max(
      ...[name, ...lines.flatMap(({ values }) => values[at]?.text.split('\n') ?? [])].map(
        (text) => text.length,
      ),
      NARROWEST,
    ),
  );
  const room = width === undefined ? undefined : Math.floor((width - LABEL - 3) / columns.length) - 3;
  const widths = natural.map((wanted) =>
    Math.max(NARROWEST, room === undefined ? Math.min(wanted, 34) : Math.min(wanted, room)),
  );
  const table = new Table({
    head: ['', ...columns.map((name, at) => paint.heading(fold(name, widths[at] ?? NARROWEST)))],
    colWidths: [LABEL + 2, ...widths.map((one) => one + 2)],
    wordWrap: true,
    style: { head: [], border: [] },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  });
  for (const { group, label, values } of lines) {
    if (group !== undefined) table.push([{ content: paint.heading(group), colSpan: columns.length + 1 }]);
    table.push([
      fold(` ${label}`, LABEL),
      ...values.map(({ text, tone }, at) =>
        fold(text, widths[at] ?? NARROWEST)
          .split('\n')
          .map(paint[tone])
          .join('\n'),
      ),
    ]);
  }
  return [paint.heading(title), table.toString(), ...notes.map(paint.dim), ''].join('\n');
}

function fold(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => {
      const lines: string[] = [];
      let rest = line;
      while (rest.length > width) {
        const at = Math.max(
          rest.lastIndexOf(' ', width),
          rest.lastIndexOf('_', width - 1) + 1,
          rest.lastIndexOf('-', width - 1) + 1,
        );
        const cut = at > 0 ? at : width;
        lines.push(rest.slice(0, cut).trimEnd());
        rest = rest.slice(cut).trimStart();
      }
      return [...lines, rest].join('\n');
    })
    .join('\n');
}
