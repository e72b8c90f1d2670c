// SPDX-License-Identifier: GPL-2.0-only

import type { Evidence } from '../evidence/schema.ts';
import { EXIT_STATUS, type ExitCode } from '../exit-status.ts';
import { comparison } from '../report/comparison.ts';
import { markdownTable } from '../report/markdown.ts';
import { terminal as terminalTable } from '../report/terminal.ts';
import type { Row } from '../series/topic.ts';
import type { Terminal } from './command.ts';

export type Format = 'table' | 'markdown' | 'json';

/**
 * One run in the format that was asked for.
 *
 * @param rows the topic's own; undefined where it has none, or is not at hand
 */
export function showRun(
  evidence: Evidence,
  rows: readonly Row[] | undefined,
  format: Format,
  { colour, columns }: Terminal,
): string {
  if (format === 'json') return JSON.stringify(evidence, null, 2);
  const compared = comparison(evidence, rows);
  if (format === 'markdown') return markdownTable(compared);
  const plain = (text: string) => text;
  const paint = { good: colour.good, bad: colour.bad, plain, heading: colour.bold, dim: colour.dim };
  return terminalTable(compared, paint, columns);
}

/** What went wrong in the cells of a run, each with its place, its context and what to do. */
export function failuresText({ cells }: Evidence, { colour }: Terminal): string {
  type Told = NonNullable<Evidence['cells'][number]['failure']>;
  const groups = new Map<string, { names: string[]; failure: Told }>();
  for (const { name, failure } of cells) {
    if (!failure) continue;
    // A failure that all cells of a boot share is printed once.
    const key = JSON.stringify([failure.code, failure.title, failure.where, failure.detail]);
    const group = groups.get(key);
    if (group) group.names.push(name);
    else groups.set(key, { names: [name], failure });
  }
  return [...groups.values()]
    .flatMap(({ names, failure }) => [
      `${colour.bad(failure.code)} ${colour.bold(names.join(', '))}: ${failure.title}`,
      ...(failure.where ? [`  where ${failure.where}`] : []),
      ...(failure.detail ? [failure.detail.replace(/^/gm, '    ')] : []),
      `  next  ${failure.hint}`,
      '',
    ])
    .join('\n');
}

/**
 * Exit status of a run: the highest among its cells, so that a panic outranks a failed test.
 *
 * @param asked names of cells that were asked for; where all of them were skipped, nothing ran
 */
export function exitStatusOf({ cells }: Evidence, asked: readonly string[] = []): number {
  const errors = cells.some(({ findings }) => findings.some(({ severity }) => severity === 'error'));
  const statuses: number[] = cells.map(({ failure, verdict }) => {
    if (failure) return EXIT_STATUS[failure.code as ExitCode] ?? EXIT_STATUS.INTERNAL;
    return verdict === 'PASS' || verdict === 'SKIP' || verdict === 'XFAIL'
      ? EXIT_STATUS.OK
      : EXIT_STATUS.TESTS_FAILED;
  });
  const skipped = cells.filter(({ verdict }) => verdict === 'SKIP').map(({ name }) => name);
  // Where something is wrong, that says why nothing ran.
  if (
    asked.length > 0 &&
    asked.every((name) => skipped.includes(name)) &&
    !statuses.some((status) => status !== EXIT_STATUS.OK)
  )
    statuses.push(EXIT_STATUS.NOTHING_RAN);
  return Math.max(errors ? EXIT_STATUS.FINDINGS : EXIT_STATUS.OK, ...statuses);
}
