// SPDX-License-Identifier: GPL-2.0-only
import { isFailure } from '../is-failure.ts';
import type { Value } from './value.ts';

/** What a guest saw of one design, whoever asked. */
export interface SeenCell {
  readonly name: string;
  readonly verdict: string;
  readonly tests: readonly { readonly program: string; readonly name: string; readonly status: string }[];
  readonly observations: Readonly<Record<string, string>>;
  readonly measurements: Readonly<Record<string, { readonly value: number; readonly unit: string }>>;
  /** What the design promises, by the keys that tests observe; a comparison of anybody's patches knows of none. */
  readonly contract?: Readonly<Record<string, string>>;
}

/** Of rows in which no column differs so many are told. */
const ALIKE = 12;

/** One thing that guests saw, with a value for each column. */
export interface SeenRow {
  readonly label: string;
  /** By the name of the column; undefined where it was not seen there. */
  readonly values: ReadonlyMap<string, string | undefined>;
  /** What was promised of it instead, by the name of the column. */
  readonly broken?: ReadonlyMap<string, string>;
  /** 0: a design fails where the baseline passes, or breaks its promise; 1: a column differs; 2: it fails everywhere; 3: all are alike. */
  readonly rank: 0 | 1 | 2 | 3;
}

/**
 * Rows of what guests saw: what a design fails and the tree as it is passes, then what differs, then what fails everywhere
 * or is measured, then some of what all have alike.
 */
export function seenRows(cells: readonly SeenCell[]): { shown: SeenRow[]; left: number } {
  return chosen([...testRows(cells), ...observationRows(cells), ...measurementRows(cells)]);
}

/** The value of a row in a column. What differs from the tree as it is says so, and what is not as promised too. */
export function shownAs({ values, broken, rank }: SeenRow, name: string): Value {
  const [own, base] = [values.get(name), values.get('baseline')];
  if (own === undefined) return { text: '–', tone: 'plain' };
  const promised = broken?.get(name);
  if (promised !== undefined) return { text: `${own} ≠ promised ${promised}`, tone: 'bad' };
  const differs = name !== 'baseline' && own !== base;
  return { text: differs ? `≠ ${own}` : own, tone: differs && rank === 0 ? 'bad' : 'plain' };
}

function chosen(rows: readonly SeenRow[]): { shown: SeenRow[]; left: number } {
  const sorted = [...rows].sort((a, b) => a.rank - b.rank);
  const alike = sorted.filter(({ rank }) => rank === 3);
  return {
    shown: [...sorted.filter(({ rank }) => rank !== 3), ...alike.slice(0, ALIKE)],
    left: Math.max(0, alike.length - ALIKE),
  };
}

export function seenRowKey({ program, name }: SeenCell['tests'][number]): string {
  return `${program} ${name}`.trim();
}

function testRows(cells: readonly SeenCell[]): SeenRow[] {
  return rowsOf(
    cells,
    ({ tests }) => tests.map((one) => [seenRowKey(one), one.status.toLowerCase()]),
    (values) => {
      const base = values.get('baseline');
      const fails = [...values.values()].filter((value) => isFailure(value));
      if (fails.length === 0) return undefined;
      return base === 'pass' ? 0 : fails.length === values.size ? 2 : 1;
    },
  );
}

function observationRows(cells: readonly SeenCell[]): SeenRow[] {
  return rowsOf(cells, ({ observations }) => Object.entries(observations)).map((row) => {
    const broken = new Map(
      cells.flatMap(({ name, contract = {} }) => {
        const [promised, own] = [contract[row.label], row.values.get(name)];
        return promised === undefined || own === undefined || own === promised
          ? []
          : [[name, promised] as const];
      }),
    );
    return broken.size > 0 ? { ...row, broken, rank: 0 } : row;
  });
}

/** Two runs never measure the same: what is measured differs by its nature, and stands behind what was seen. */
function measurementRows(cells: readonly SeenCell[]): SeenRow[] {
  const told = ({ measurements }: SeenCell) =>
    Object.entries(measurements).map(([key, { value, unit }]): [string, string] => [key, `${value} ${unit}`]);
  return rowsOf(cells, told, () => 2);
}

function rowsOf(
  cells: readonly SeenCell[],
  entries: (cell: SeenCell) => readonly (readonly [string, string])[],
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
