// SPDX-License-Identifier: GPL-2.0-only

import type { Compared, ComparedCell, ComparedDesign } from '../evidence/compare/schema.ts';
import { isFailure } from '../is-failure.ts';
import type { ReportLine } from './comparison.ts';
import { failureLines } from './failure-lines.ts';
import { INFO_ROWS, infoDifference } from './module-info.ts';
import type { ReportSection } from './section.ts';
import { seenRowKey, seenRows, shownAs } from './seen-rows.ts';
import { recordSections } from './selftests.ts';
import type { Value } from './value.ts';

/** Tests that a design fails and the tree as it is passes. */
export function regressions(cell: ComparedCell, baseline: ComparedCell | undefined): string[] {
  const passed = new Set((baseline?.tests ?? []).filter(({ status }) => status === 'PASS').map(seenRowKey));
  return cell.tests
    .filter(({ status }) => isFailure(status))
    .map(seenRowKey)
    .filter((key) => passed.has(key));
}

/** A design has a column for each way in which its modules were loaded; one where no guest was booted for it. */
export function columnsOf({ designs, cells = [] }: Compared): { name: string; design: ComparedDesign }[] {
  return designs.flatMap((design) => {
    const own = cells.filter(({ name, design: id = name }) => id === design.name);
    const names = own.length > 0 ? own.map(({ name }) => name) : [design.name];
    return names.map((name) => ({ name, design }));
  });
}

/** Rows of what guests saw: the worst first, then what differs, then what all have alike. */
export function cellLines(compared: Compared): ReportLine[] {
  const { cells } = compared;
  if (!cells) return [];
  const columns = ['baseline', ...columnsOf(compared).map(({ name }) => name)];
  const cellOf = (name: string) => cells.find((one) => one.name === name);
  const line = (
    label: string,
    value: (cell: ComparedCell) => Value | string,
    group?: string,
  ): ReportLine => ({
    ...(group === undefined ? {} : { group }),
    label,
    values: columns.map((name) => {
      const cell = cellOf(name);
      const made = cell ? value(cell) : '–';
      return typeof made === 'string' ? { text: made, tone: 'plain' } : made;
    }),
  });
  const { shown } = seenRows(cells);
  const baseline = cells.find(({ name }) => name === 'baseline');
  return [
    line('verdict', verdict, 'in a guest'),
    line('tests passed', ({ tests }) => {
      const skipped = tests.filter(({ status }) => status === 'SKIP').length;
      const passed = tests.filter(({ status }) => status === 'PASS' || status === 'XFAIL').length;
      if (tests.length === 0) return '–';
      return `${passed}/${tests.length - skipped}${skipped > 0 ? `\n${skipped} skipped` : ''}`;
    }),
    line(
      'module sizes',
      ({ modules }) => modules.map(({ name, bytes }) => `${name} ${bytes}`).join('\n') || '–',
    ),
    ...INFO_ROWS.filter(([key]) => cells.some((cell) => infoDifference(cell, baseline, key) !== '')).map(
      ([key, label]) => line(label, (cell) => infoDifference(cell, baseline, key) || '–'),
    ),
    line('new warnings', ({ warnings }) => (warnings.length === 0 ? 'none' : String(warnings.length))),
    ...shown.map((row, at) => ({
      ...(at === 0 ? { group: 'what the guests saw, worst first' } : {}),
      label: row.label,
      values: columns.map((name): Value => shownAs(row, name)),
    })),
  ];
}

function verdict({ verdict: word, failure }: ComparedCell): Value {
  const tone = word === 'PASS' ? 'good' : word === 'SKIP' ? 'plain' : 'bad';
  return { text: failure ? `${word} [${failure.code}]` : word, tone };
}

/** Where the values come from, and what the table leaves out. */
export function cellNotes({ cells, kernel, machine, qemu, boots = [] }: Compared): string[] {
  if (!cells || !kernel || !machine) return [];
  const { left } = seenRows(cells);
  return [
    `a guest of ${kernel.release}, machine ${machine.id}, QEMU ${qemu}; consoles: ${boots.map(({ folder }) => folder).join(', ') || 'none'}`,
    ...(left > 0 ? [`${left} further rows are alike in all columns`] : []),
  ];
}

/** What went wrong in a cell. */
export function cellSections({ cells = [], selftests }: Compared): ReportSection[] {
  const told = cells.flatMap(({ name, failure, warnings }) => [
    ...(failure
      ? [
          {
            title: `${name}: ${failure.title} [${failure.code}]`,
            lines: failureLines(failure),
          },
        ]
      : []),
    ...(warnings.length > 0 ? [{ title: `the compiler warns of ${name}`, lines: warnings }] : []),
  ]);
  const made = (selftests ? recordSections(selftests) : []).map((one) => ({
    ...one,
    title: `tests: ${one.title}`,
  }));
  return [...told, ...made];
}
