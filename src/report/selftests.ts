// SPDX-License-Identifier: GPL-2.0-only

import type { SelftestsRecord } from '../evidence/selftests/record.ts';
import type { SelftestColumn, Selftests } from '../evidence/selftests/schema.ts';
import { isFailure } from '../is-failure.ts';
import type { ReportLine, ReportTable } from './comparison.ts';
import type { ReportSection } from './section.ts';
import type { Value } from './value.ts';

type Test = NonNullable<SelftestColumn['cell']>['tests'][number];

const NONE: Value = { text: '–', tone: 'plain' };
/** Of rows that pass everywhere so many are told. */
const ALIKE = 12;
/** Of a program's last words so many lines are told. */
const LINES = 6;

/** Kernels as columns, subtests as rows. */
export function selftestsTable({ title, columns, machine, run }: Selftests, whole = false): ReportTable {
  const names = [
    ...new Set(columns.flatMap(({ selftests }) => selftests?.collections.map(({ name }) => name) ?? [])),
  ];
  const line = (label: string, value: (column: SelftestColumn) => Value, group?: string): ReportLine => ({
    ...(group === undefined ? {} : { group }),
    label,
    values: columns.map(value),
  });
  const rows = rowsOf(columns);
  const alike = rows.filter(({ rank }) => rank === 3);
  const shown = whole ? rows : [...rows.filter(({ rank }) => rank !== 3), ...alike.slice(0, ALIKE)];
  const left = rows.length - shown.length;
  return {
    title,
    notes: [
      ...columns.map(({ name, tree, kernel, qemu, boots = [] }) =>
        kernel
          ? `${name}: ${tree.spec} (Linux ${tree.release}) in a guest of ${kernel.release}, QEMU ${qemu}; consoles: ${boots.map(({ folder }) => folder).join(', ') || 'none'}`
          : `${name}: ${tree.spec} (Linux ${tree.release})`,
      ),
      `machine ${machine.id}; evidence: ${run}/evidence.json`,
      ...(left > 0 ? [`${left} further rows pass on all kernels that have them`] : []),
    ],
    columns: columns.map(({ name }) => name),
    lines: [
      line('verdict', verdict, 'kernels'),
      ...names.map((name, at) =>
        line(name, (column) => counts(column, name), at === 0 ? 'passed of those that ran' : undefined),
      ),
      ...shown.map((row, at) => ({
        ...(at === 0 ? { group: 'tests, worst first' } : {}),
        label: row.label,
        values: columns.map((column) => row.values.get(column.name) ?? NONE),
      })),
    ],
  };
}

function verdict({ failure, cell }: SelftestColumn): Value {
  if (failure) return { text: `[${failure.code}]`, tone: 'bad' };
  if (!cell) return NONE;
  const tone = cell.verdict === 'PASS' ? 'good' : cell.verdict === 'SKIP' ? 'plain' : 'bad';
  return { text: cell.failure ? `${cell.verdict} [${cell.failure.code}]` : cell.verdict, tone };
}

/** Counts of a collection's rows: `12/14, 3 skipped, 1 expected`. */
function counts({ cell, expected = [] }: SelftestColumn, collection: string): Value {
  const own = (cell?.tests ?? []).filter(
    ({ program }) => collectionOf(program) === collection || program === collection,
  );
  if (own.length === 0) return NONE;
  const count = (...statuses: string[]) => own.filter(({ status }) => statuses.includes(status)).length;
  const [passed, failed, skipped] = [count('PASS', 'XFAIL'), count('FAIL', 'ERROR'), count('SKIP')];
  const known = own.filter((one) =>
    expected.some(({ program, name }) => program === one.program && name === one.name),
  ).length;
  const parts = [
    `${passed}/${passed + failed}`,
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(known > 0 ? [`${known} expected`] : []),
  ];
  return { text: parts.join('\n'), tone: failed > known ? 'bad' : passed > 0 ? 'good' : 'plain' };
}

function collectionOf(program: string): string {
  return program.split(':')[0] ?? program;
}

interface Row {
  readonly label: string;
  readonly values: ReadonlyMap<string, Value>;
  /** 0: fails, and nobody expects it; 1: fails or differs; 2: is skipped wherever it is; 3: passes wherever it is. */
  readonly rank: 0 | 1 | 2 | 3;
}

function rowsOf(columns: readonly SelftestColumn[]): Row[] {
  const rows = new Map<string, Map<string, { value: Value; test: Test; known: boolean }>>();
  for (const column of columns)
    for (const test of column.cell?.tests ?? []) {
      const label = `${test.program} ${test.name}`.trim();
      const known = (column.expected ?? []).some(
        ({ program, name }) => program === test.program && name === test.name,
      );
      const own = rows.get(label) ?? new Map();
      rows.set(label, own.set(column.name, { value: toldStatus(test, known), test, known }));
    }
  return [...rows]
    .map(([label, values]): Row => {
      const all = [...values.values()];
      const failed = all.filter(({ test: { status } }) => isFailure(status));
      const statuses = new Set(all.map(({ test: { status } }) => status));
      const rank = failed.some(({ known }) => !known)
        ? 0
        : failed.length > 0 || statuses.size > 1
          ? 1
          : statuses.has('SKIP')
            ? 2
            : 3;
      return { label, rank, values: new Map([...values].map(([name, { value }]) => [name, value])) };
    })
    .sort((a, b) => a.rank - b.rank);
}

function toldStatus({ status }: Test, known: boolean): Value {
  const word = status.toLowerCase();
  if (isFailure(status)) return { text: known ? `${word} (expected)` : word, tone: known ? 'plain' : 'bad' };
  return { text: word, tone: status === 'PASS' ? 'good' : 'plain' };
}

/** Below the table: why tests fail and are skipped, what was not built, what kernels lack, what was put into guests. */
export function selftestsSections({ columns }: Selftests): ReportSection[] {
  return columns
    .flatMap(({ name, failure, cell, expected = [], selftests }): ReportSection[] => [
      ...(failure
        ? [{ title: `${name}: ${failure.title} [${failure.code}]`, lines: [`next  ${failure.hint}`] }]
        : []),
      ...(cell?.failure && cell.failure.code !== 'TESTS_FAILED'
        ? [
            {
              title: `${name}: ${cell.failure.title} [${cell.failure.code}]`,
              lines: [...(cell.failure.detail ?? '').split('\n').slice(0, 30), `next  ${cell.failure.hint}`],
            },
          ]
        : []),
      { title: `${name}: what failed`, lines: failedLines(cell?.tests ?? [], expected) },
      {
        title: `${name}: what was skipped`,
        lines: grouped((cell?.tests ?? []).filter(({ status }) => status === 'SKIP')),
      },
      ...(selftests
        ? recordSections(selftests).map((one) => ({ ...one, title: `${name}: ${one.title}` }))
        : []),
    ])
    .filter(({ lines }) => lines.length > 0);
}

/** What tests were made of, of one kernel. */
export function recordSections({
  collections,
  because,
  modules,
  packages,
  bytes,
}: SelftestsRecord): ReportSection[] {
  return [
    {
      title: 'not built',
      lines: collections.flatMap(({ name, notBuilt }) =>
        notBuilt.map(({ program, why }) => `${name}: ${program}: ${why}`),
      ),
    },
    {
      title: 'symbols that the kernel lacks',
      lines: collections.flatMap(({ name, missing }) =>
        missing.length === 0
          ? []
          : [
              `${name}: ${missing.map((one) => `CONFIG_${one.name}=${one.wanted}${one.has === 'n' ? '' : ` (has ${one.has})`}`).join(', ')}`,
            ],
      ),
    },
    {
      title: 'put into the guest',
      lines: [
        ...(packages.length > 0
          ? [`${packages.length} Debian packages, ${(bytes / 2 ** 20).toFixed(0)} MiB`]
          : []),
        ...because.map((one) => `${one.package}: ${one.because}`),
        ...(modules.length > 0 ? [`modules: ${modules.join(', ')}`] : []),
      ],
    },
  ].filter(({ lines }) => lines.length > 0);
}

function failedLines(tests: readonly Test[], expected: NonNullable<SelftestColumn['expected']>): string[] {
  return tests
    .filter(({ status }) => isFailure(status))
    .flatMap((test) => {
      const known = expected.find(({ program, name }) => program === test.program && name === test.name);
      const last = (test.diagnostics ?? []).filter((line) => line.trim() !== '').slice(-LINES);
      return [
        `${test.program} ${test.name}`.trim() + (test.reason === undefined ? '' : `: ${test.reason}`),
        ...(known ? [`    expected: ${known.why} (${known.source})`] : last.map((line) => `    ${line}`)),
      ];
    });
}

/** Skipped tests by their reason, since a whole program is skipped for one. */
function grouped(tests: readonly Test[]): string[] {
  const reasons = new Map<string, Set<string>>();
  const counted = new Map<string, number>();
  for (const { program, reason = 'no reason given' } of tests) {
    const key = `${program}\0${reason}`;
    counted.set(key, (counted.get(key) ?? 0) + 1);
    reasons.set(reason, (reasons.get(reason) ?? new Set()).add(program));
  }
  return [...reasons].map(
    ([reason, programs]) =>
      `${[...programs]
        .map((program) => {
          const count = counted.get(`${program}\0${reason}`) ?? 1;
          return count === 1 ? program : `${program} (${count})`;
        })
        .join(', ')}: ${reason}`,
  );
}
