// SPDX-License-Identifier: GPL-2.0-only
import { markdownTable } from '../report/markdown.ts';
import { terminal as terminalTable } from '../report/terminal.ts';
import type { Terminal } from './command.ts';

/** Lines below a table, under a heading. */
export interface TextSection {
  readonly title: string;
  readonly lines: readonly string[];
}

/** A table with sections below it, as a terminal or a page of Markdown has them. */
export function sectioned(
  table: Parameters<typeof markdownTable>[0],
  sections: readonly TextSection[],
  format: 'table' | 'markdown',
  { colour, columns }: Pick<Terminal, 'colour' | 'columns'>,
): string {
  if (format === 'markdown')
    return [
      markdownTable(table),
      ...sections.map(({ title, lines }) => `#### ${title}\n\n${['```', ...lines, '```'].join('\n')}\n`),
    ].join('\n');
  const plain = (text: string) => text;
  const paint = { good: colour.good, bad: colour.bad, plain, heading: colour.bold, dim: colour.dim };
  const told = sections.map(({ title, lines }) =>
    [colour.bold(title), ...lines.map((line) => `  ${line}`), ''].join('\n'),
  );
  return [terminalTable(table, paint, columns), ...told].join('\n');
}
