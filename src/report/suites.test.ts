// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import type { CellEvidence, Evidence, SuiteTest } from '../evidence/schema.ts';
import { broken, suiteLines, suiteNotes } from './suites.ts';

const program = 'vfio_pci_device_test';
const SUITE = 'kselftest-vfio';

/** `e1000e reset PASS` */
const tests = (...texts: string[]): SuiteTest[] =>
  texts.map((text) => {
    const [role = '', name = '', status] = text.split(' ');
    return { suite: SUITE, program, role, name, status: status as SuiteTest['status'] };
  });

const cell = (name: string, suites?: SuiteTest[]) =>
  ({
    name,
    role: name === 'baseline' ? 'baseline' : 'variant',
    ...(suites ? { suites } : {}),
  }) as CellEvidence;

const baseline = cell(
  'baseline',
  tests('nvme a.maps PASS', 'nvme a.fails FAIL', 'nvme a.left SKIP', 'e1000e a.maps PASS'),
);
const strict = cell(
  'strict',
  tests('nvme a.maps FAIL', 'nvme a.fails FAIL', 'nvme a.left SKIP', 'e1000e a.maps FAIL'),
);
const suites = [{ id: SUITE, title: 'the suite', source: 'debian:7.2 (Linux 7.2.13)' }];
const evidence = (...cells: CellEvidence[]) => ({ suites, cells }) as unknown as Evidence;

test('a cell breaks what passes on the baseline and not there, and nothing that failed before', () => {
  expect(broken(baseline, strict, SUITE).map(({ role, name }) => `${role} ${name}`)).toEqual([
    'nvme a.maps',
    'e1000e a.maps',
  ]);
});

test('a test that is skipped where the baseline passes is broken as well', () => {
  expect(broken(baseline, cell('shy', tests('nvme a.maps SKIP')), SUITE)).toHaveLength(1);
});

test('rows and notes name what is broken, and cells that break the same together', () => {
  const run = evidence(
    baseline,
    strict,
    { ...strict, name: 'as-strict' },
    cell('good', baseline.suites),
    cell('skipped'),
  );
  const rows = suiteLines(run).map(({ label, group, value }) => [
    group ?? '',
    label,
    ...run.cells.map((one) => value(one)?.text ?? '–'),
  ]);
  expect(rows).toMatchInlineSnapshot(`
    [
      [
        "the suite",
        "tests passed",
        "2/3
    1 skipped",
        "0/3
    1 skipped",
        "0/3
    1 skipped",
        "2/3
    1 skipped",
        "–",
      ],
      [
        "",
        "breaks",
        "–",
        "2 of 2",
        "2 of 2",
        "none",
        "–",
      ],
    ]
  `);
  expect(suiteNotes(run)).toMatchInlineSnapshot(`
    [
      "the suite: from debian:7.2 (Linux 7.2.13); no part of the verdict, since a design may promise to refuse what they assert",
      "strict, as-strict break of the suite: vfio_pci_device_test on nvme, e1000e (maps)",
    ]
  `);
});

test('a client that says what it has mapped has a row for each device', () => {
  const mapped = (from: number) => [{ bar: 3, size: 0x4000, table: true, areas: [{ from, to: 0x4000 }] }];
  const has = (from: number): SuiteTest[] =>
    tests('e1000e started PASS').map((one) => ({ ...one, mapped: mapped(from) }));
  const run = evidence(cell('baseline', has(0)), cell('strict', has(0x1000)), cell('skipped'));
  const rows = suiteLines(run).map(({ label, value }) => [
    label,
    ...run.cells.map((one) => value(one)?.text ?? '–'),
  ]);
  expect(rows).toMatchInlineSnapshot(`
    [
      [
        "tests passed",
        "1/1",
        "1/1",
        "–",
      ],
      [
        "breaks",
        "–",
        "none",
        "–",
      ],
      [
        "e1000e",
        "starts; BAR 3 whole",
        "starts; BAR 3 without 0x0-0x1000",
        "–",
      ],
    ]
  `);
});

test('a run without suites has no such rows', () => {
  const { suites: _, ...without } = evidence(cell('baseline'));
  expect([suiteLines(without), suiteNotes(without)]).toEqual([[], []]);
});

test('a suite that could not be run is a SKIP in every cell, and the reason is a note', () => {
  const skipped = [{ id: SUITE, title: 'the suite', source: 'debian:7.2', skipped: 'not made for ppc64le' }];
  const run = { suites: skipped, cells: [cell('baseline'), cell('strict')] } as unknown as Evidence;
  const rows = suiteLines(run).map(({ label, value }) => [
    label,
    ...run.cells.map((one) => value(one)?.text),
  ]);
  expect([rows, suiteNotes(run)]).toMatchInlineSnapshot(`
    [
      [
        [
          "tests passed",
          "SKIP",
          "SKIP",
        ],
      ],
      [
        "the suite: SKIP, not made for ppc64le",
      ],
    ]
  `);
});
