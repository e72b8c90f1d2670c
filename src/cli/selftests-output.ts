// SPDX-License-Identifier: GPL-2.0-only
import type { Selftests } from '../evidence/selftests/schema.ts';
import { markdown } from '../report/markdown.ts';
import { selftestsSections, selftestsTable } from '../report/selftests.ts';
import { terminal as terminalTable } from '../report/terminal.ts';
import type { Terminal } from './command.ts';

/**
 * Selftests on kernels, in the format that was asked for.
 *
 * @param whole with the rows that pass on all kernels
 */
export function selftestsText(
  kept: Selftests,
  format: 'table' | 'markdown' | 'json',
  { colour, columns }: Pick<Terminal, 'colour' | 'columns'>,
  whole = false,
): string {
  if (format === 'json') return JSON.stringify(kept, null, 2);
  const table = selftestsTable(kept, whole);
  const sections = selftestsSections(kept);
  if (format === 'markdown')
    return [
      markdown(table),
      ...sections.map(({ title, lines }) => `#### ${title}\n\n${['```', ...lines, '```'].join('\n')}\n`),
    ].join('\n');
  const plain = (text: string) => text;
  const paint = { good: colour.good, bad: colour.bad, plain, heading: colour.bold, dim: colour.dim };
  const told = sections.map(({ title, lines }) =>
    [colour.bold(title), ...lines.map((line) => `  ${line}`), ''].join('\n'),
  );
  return [terminalTable(table, paint, columns), ...told].join('\n');
}
