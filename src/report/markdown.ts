// SPDX-License-Identifier: GPL-2.0-only
import type { ReportTable } from './comparison.ts';

/** GitHub's tables, which mailing list archives show well enough as text. */
export function markdownTable({ title, notes, columns, lines }: ReportTable): string {
  const row = (cells: readonly string[]) => `| ${cells.map(inCell).join(' | ')} |`;
  return [
    `### ${title}`,
    '',
    row(['', ...columns]),
    row(['---', ...columns.map(() => '---')]),
    ...lines.flatMap(({ group, label, values }) => [
      ...(group === undefined ? [] : [row([`**${group}**`, ...columns.map(() => '')])]),
      row([label, ...values.map(({ text }) => text)]),
    ]),
    '',
    ...notes.map((note) => `${note}  `),
    '',
  ].join('\n');
}

function inCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', '<br>');
}
