// SPDX-License-Identifier: GPL-2.0-only
import type { Compared, ComparedCell } from '../evidence/compare/schema.ts';
import type { Section } from './compared.ts';
import type { Line, Value } from './comparison.ts';
import { recordSections } from './selftests.ts';

/** Of rows in which no column differs so many are told. */
const ALIKE = 12;

/** One thing that guests saw, with a value for each column. */
interface SeenRow {
  readonly label: string;
  /** By the name of the column; undefined where it was not seen there. */
  readonly values: ReadonlyMap<string, string | undefined>;
  /** 0: a design fails where the baseline passes; 1: a column differs; 2: it fails everywhere; 3: all are alike. */
  readonly rank: 0 | 1 | 2 | 3;
}

/** Tests that a design fails and the tree as it is passes. */
export function regressions(cell: ComparedCell, baseline: ComparedCell | undefined): string[] {
  const passed = new Set((baseline?.tests ?? []).filter(({ status }) => status === 'PASS').map(keyOf));
  return cell.tests
    .filter(({ status }) => status === 'FAIL' || status === 'ERROR')
    .map(keyOf)
    .filter((key) => passed.has(key));
}

/** Rows of what guests saw: the worst first, then what differs, then what all have alike. */
export function cellLines(compared: Compared): Line[] {
  const { cells, designs } = compared;
  if (!cells) return [];
  const columns = ['baseline', ...designs.map(({ name }) => name)];
  const cellOf = (name: string) => cells.find((one) => one.name === name);
  const line = (label: string, value: (cell: ComparedCell) => Value | string, group?: string): Line => ({
    ...(group === undefined ? {} : { group }),
    label,
    values: columns.map((name) => {
      const cell = cellOf(name);
      const made = cell ? value(cell) : '–';
      return typeof made === 'string' ? { text: made, tone: 'plain' } : made;
    }),
  });
  const { shown } = chosen([...testRows(cells), ...observationRows(cells), ...measurementRows(cells)]);
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
    line('new warnings', ({ warnings }) => (warnings.length === 0 ? 'none' : String(warnings.length))),
    ...shown.map((row, at) => ({
      ...(at === 0 ? { group: 'what the guests saw, worst first' } : {}),
      label: row.label,
      values: columns.map((name): Value => shownAs(row, name)),
    })),
  ];
}

function shownAs({ values, rank }: SeenRow, name: string): Value {
  const [own, base] = [values.get(name), values.get('baseline')];
  if (own === undefined) return { text: '–', tone: 'plain' };
  const differs = name !== 'baseline' && own !== base;
  return { text: differs ? `≠ ${own}` : own, tone: differs && rank === 0 ? 'bad' : 'plain' };
}

function verdict({ verdict: word, failure }: ComparedCell): Value {
  const tone = word === 'PASS' ? 'good' : word === 'SKIP' ? 'plain' : 'bad';
  return { text: failure ? `${word} [${failure.code}]` : word, tone };
}

/** Where the values come from, and what the table leaves out. */
export function cellNotes({ cells, kernel, machine, qemu, boots = [] }: Compared): string[] {
  if (!cells || !kernel || !machine) return [];
  const { left } = chosen([...testRows(cells), ...observationRows(cells), ...measurementRows(cells)]);
  return [
    `a guest of ${kernel.release}, machine ${machine.id}, QEMU ${qemu}; consoles: ${boots.map(({ folder }) => folder).join(', ') || 'none'}`,
    ...(left > 0 ? [`${left} further rows are alike in all columns`] : []),
  ];
}

/** What went wrong in a cell. */
export function cellSections({ cells = [], selftests }: Compared): Section[] {
  const told = cells.flatMap(({ name, failure, warnings }) => [
    ...(failure
      ? [
          {
            title: `${name}: ${failure.title} [${failure.code}]`,
            lines: [
              ...(failure.where ? [`where ${failure.where}`] : []),
              ...(failure.detail ? failure.detail.split('\n') : []),
              `next  ${failure.hint}`,
            ],
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

function chosen(rows: readonly SeenRow[]): { shown: SeenRow[]; left: number } {
  const sorted = [...rows].sort((a, b) => a.rank - b.rank);
  const alike = sorted.filter(({ rank }) => rank === 3);
  return {
    shown: [...sorted.filter(({ rank }) => rank !== 3), ...alike.slice(0, ALIKE)],
    left: Math.max(0, alike.length - ALIKE),
  };
}

function keyOf({ program, name }: ComparedCell['tests'][number]): string {
  return `${program} ${name}`.trim();
}

function testRows(cells: readonly ComparedCell[]): SeenRow[] {
  return rowsOf(
    cells,
    ({ tests }) => tests.map((one) => [keyOf(one), one.status.toLowerCase()]),
    (values) => {
      const base = values.get('baseline');
      const fails = [...values.values()].filter((value) => value === 'fail' || value === 'error');
      if (fails.length === 0) return undefined;
      return base === 'pass' ? 0 : fails.length === values.size ? 2 : 1;
    },
  );
}

function observationRows(cells: readonly ComparedCell[]): SeenRow[] {
  return rowsOf(cells, ({ observations }) => Object.entries(observations));
}

/** Two runs never measure the same: what is measured differs by its nature, and stands behind what was seen. */
function measurementRows(cells: readonly ComparedCell[]): SeenRow[] {
  const told = ({ measurements }: ComparedCell) =>
    Object.entries(measurements).map(([key, { value, unit }]): [string, string] => [key, `${value} ${unit}`]);
  return rowsOf(cells, told, () => 2);
}

function rowsOf(
  cells: readonly ComparedCell[],
  entries: (cell: ComparedCell) => readonly (readonly [string, string])[],
  ranked: (values: ReadonlyMap<string, string>) => SeenRow['rank'] | undefined = () => undefined,
): SeenRow[] {
  const rows = new Map<string, Map<string, string>>();
  for (const cell of cells)
    for (const [key, value] of entries(cell))
      rows.set(key, (rows.get(key) ?? new Map()).set(cell.name, value));
  const ran = cells.filter(({ verdict: word }) => word !== 'SKIP').length;
  return [...rows].map(([label, values]) => {
    const alike = values.size === ran && new Set(values.values()).size === 1;
    return { label, values, rank: ranked(values) ?? (alike ? 3 : 1) };
  });
}
