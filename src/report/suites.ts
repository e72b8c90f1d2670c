// SPDX-License-Identifier: GPL-2.0-only
import type { CellEvidence, Evidence, SuiteTest } from '../evidence/schema.ts';
import { clientText } from './mapped.ts';
import type { Value } from './value.ts';

/** Rows of one suite; what a cell breaks is what passes on the baseline and does not pass there. */
export interface SuiteLine {
  /** Its id. */
  readonly suite: string;
  readonly label: string;
  readonly group?: string;
  value(cell: CellEvidence): Value | undefined;
}

export function suiteLines({ suites = [], cells }: Evidence): SuiteLine[] {
  const baseline = cells.find(({ role }) => role === 'baseline');
  return suites.flatMap(({ id, title, skipped }): SuiteLine[] => {
    if (skipped !== undefined)
      return [
        { suite: id, label: 'tests passed', group: title, value: () => ({ text: 'SKIP', tone: 'plain' }) },
      ];
    return [
      {
        suite: id,
        label: 'tests passed',
        group: title,
        value: (cell) => {
          const tests = of(cell, id);
          return tests && counted(tests);
        },
      },
      {
        suite: id,
        label: 'breaks',
        value: (cell) => {
          if (cell.role === 'baseline' || !baseline || !of(cell, id)) return undefined;
          const count = broken(baseline, cell, id).length;
          return count === 0
            ? { text: 'none', tone: 'good' }
            : { text: `${count} of ${passing(baseline, id).size}`, tone: 'bad' };
        },
      },
      ...clientLines(id, cells),
    ];
  });
}

/** A line for each device that programs say they have mapped something of. */
function clientLines(id: string, cells: readonly CellEvidence[]): SuiteLine[] {
  const all = cells.flatMap((cell) => of(cell, id) ?? []);
  const roles = new Set(all.filter(({ mapped }) => mapped).map(({ role }) => role));
  return [...roles].map((role) => ({
    suite: id,
    label: role,
    value: (cell) => {
      const tests = of(cell, id)?.filter((test) => test.role === role) ?? [];
      if (tests.length === 0) return undefined;
      const { text, good } = clientText(tests);
      return { text, tone: good ? 'good' : 'bad' };
    },
  }));
}

/** Where a suite is from, and by name what each cell breaks of it. */
export function suiteNotes({ suites = [], cells }: Evidence): string[] {
  const baseline = cells.find(({ role }) => role === 'baseline');
  return suites.flatMap(({ id, title, source, skipped }) =>
    skipped !== undefined
      ? [`${title}: SKIP, ${skipped}`]
      : [
          `${title}: from ${source}; no part of the verdict, since a design may promise to refuse what they assert`,
          ...breaking(id, cells, baseline).map(
            ([tests, names]) =>
              `${names.join(', ')} ${names.length > 1 ? 'break' : 'breaks'} of ${title}: ${tests}`,
          ),
        ],
  );
}

/** What is broken, and the cells that break it: those that keep the same restriction break the same. */
function breaking(
  id: string,
  cells: readonly CellEvidence[],
  baseline: CellEvidence | undefined,
): [string, string[]][] {
  const found = new Map<string, string[]>();
  for (const cell of cells) {
    const tests = baseline && cell !== baseline ? broken(baseline, cell, id) : [];
    if (tests.length > 0) found.set(listed(tests), [...(found.get(listed(tests)) ?? []), cell.name]);
  }
  return [...found];
}

/** Tests of a suite that pass on the baseline and not in a cell. */
export function broken(baseline: CellEvidence, cell: CellEvidence, suite: string): SuiteTest[] {
  const before = passing(baseline, suite);
  return (of(cell, suite) ?? []).filter(
    (test) => before.has(key(test)) && test.status !== 'PASS' && test.status !== 'XFAIL',
  );
}

function passing(cell: CellEvidence, suite: string): Set<string> {
  const tests = of(cell, suite) ?? [];
  return new Set(tests.filter(({ status }) => status === 'PASS').map(key));
}

function of({ suites }: CellEvidence, id: string): SuiteTest[] | undefined {
  const tests = suites?.filter(({ suite }) => suite === id) ?? [];
  return tests.length > 0 ? tests : undefined;
}

function key({ program, role, name }: SuiteTest): string {
  return `${program} ${role} ${name}`;
}

function counted(tests: readonly SuiteTest[]): Value {
  const skipped = tests.filter(({ status }) => status === 'SKIP').length;
  const good = tests.filter(({ status }) => status === 'PASS' || status === 'XFAIL').length;
  const ran = tests.length - skipped;
  return {
    text: `${good}/${ran}${skipped > 0 ? `\n${skipped} skipped` : ''}`,
    tone: good === ran ? 'good' : 'bad',
  };
}

/** `vfio_pci_device_test (validate_bars, reset) on e1000e, nvme` */
function listed(tests: readonly SuiteTest[]): string {
  const groups = new Map<string, Set<string>>();
  for (const program of new Set(tests.map((test) => test.program))) {
    for (const name of new Set(tests.filter((test) => test.program === program).map((test) => test.name))) {
      const roles = tests
        .filter((test) => test.program === program && test.name === name)
        .map(({ role }) => role);
      const place = `${program} on ${roles.join(', ')}`;
      groups.set(place, (groups.get(place) ?? new Set()).add(short(name)));
    }
  }
  return [...groups].map(([place, names]) => `${place} (${[...names].join(', ')})`).join('; ');
}

/** `map_full_bar` of `vfio_dma_mapping_mmio_test.vfio_type1_iommu.map_full_bar`: the fixture repeats the program. */
function short(name: string): string {
  return name.split('.').at(-1) || 'the whole program';
}
