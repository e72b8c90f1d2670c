// SPDX-License-Identifier: GPL-2.0-only
import type { Matrix } from '../evidence/matrix-schema.ts';
import type { ReportTable } from './comparison.ts';
import type { Tone } from './value.ts';

const TONES: Readonly<Record<string, Tone>> = { PASS: 'good', XFAIL: 'good', SKIP: 'plain' };

/**
 * A row for each tree and machine, a column for each design. Reasons are numbered, each told once below: the same one
 * is true of whole rows and columns.
 */
export function matrixTable({ rows, seconds, jobs }: Matrix, title: string): ReportTable {
  const names = [...new Set(rows.flatMap(({ cells }) => cells.map(({ name }) => name)))];
  const reasons: string[] = [];
  const numberOf = (reason: string) => {
    if (!reasons.includes(reason)) reasons.push(reason);
    return reasons.indexOf(reason) + 1;
  };
  let tree = '';
  const lines = rows.map((row) => {
    const group = row.tree === tree ? undefined : row.tree;
    tree = row.tree;
    return {
      ...(group === undefined ? {} : { group }),
      label: row.machine,
      values: [
        ...names.map((name) => {
          const cell = row.cells.find((one) => one.name === name);
          if (!cell) return { text: '–', tone: 'plain' as const };
          const { verdict, passed, failed, differs, failure } = cell;
          const reason = failure ? ` [${numberOf(`${failure.code}: ${failure.title}`)}]` : '';
          const counts =
            passed + failed === 0 ? '' : `\n${passed}/${passed + failed}${differs ? ` ≠${differs}` : ''}`;
          return { text: `${verdict}${reason}${counts}`, tone: TONES[verdict] ?? ('bad' as const) };
        }),
        { text: row.run ? `${row.seconds.toFixed(0)} s` : '–', tone: 'plain' as const },
      ],
    };
  });
  return {
    title,
    columns: [...names, 'time'],
    lines,
    notes: [
      '44/44: tests that saw what the contract promises, of all that were not skipped; ≠12: observations that are others than the baseline’s',
      ...reasons.map((reason, index) => `[${index + 1}] ${reason}`),
      `${rows.filter(({ run }) => run).length} of ${rows.length} runs in ${seconds.toFixed(0)} s, ${jobs} at a time`,
    ],
  };
}
