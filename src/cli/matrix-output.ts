// SPDX-License-Identifier: GPL-2.0-only
import type { Matrix } from '../evidence/matrix-schema.ts';
import { EXIT_STATUS, type ExitCode } from '../exit-status.ts';
import { markdownTable } from '../report/markdown.ts';
import { matrixTable } from '../report/matrix.ts';
import { terminal as terminalTable } from '../report/terminal.ts';
import type { Terminal } from './command.ts';

/** A matrix as it was asked for. */
export function shownMatrix(
  made: Matrix,
  title: string,
  json: boolean,
  asMarkdown: boolean,
  terminal: Pick<Terminal, 'colour' | 'columns'>,
): string {
  if (json) return JSON.stringify(made, null, 2);
  const { colour, columns } = terminal;
  const table = matrixTable(made, title);
  if (asMarkdown) return markdownTable(table);
  const plain = (line: string) => line;
  const paint = { good: colour.good, bad: colour.bad, plain, heading: colour.bold, dim: colour.dim };
  return terminalTable(table, paint, columns);
}

/** The highest among the cells that say something; where nothing ran at all, that. */
export function matrixStatus({ rows }: Matrix): number {
  const statuses = rows.flatMap(({ cells }) =>
    cells.map(({ verdict, failure }) => {
      if (['PASS', 'SKIP', 'XFAIL'].includes(verdict)) return EXIT_STATUS.OK;
      return EXIT_STATUS[(failure?.code ?? 'TESTS_FAILED') as ExitCode] ?? EXIT_STATUS.INTERNAL;
    }),
  );
  const nothing = rows.every(({ run }) => run === undefined);
  return Math.max(EXIT_STATUS.OK, ...statuses) || (nothing ? EXIT_STATUS.NOTHING_RAN : EXIT_STATUS.OK);
}
