// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { type SeenCell, seenRows, shownAs } from './seen-rows.ts';

const cell = (name: string, statuses: string, observations: Record<string, string>, more = {}): SeenCell => ({
  ...{ name, verdict: 'PASS', observations, measurements: {} },
  tests: [...statuses].map((letter, at) => ({
    ...{ program: 'lamp_test', name: `t${at}` },
    status: { p: 'PASS', f: 'FAIL', s: 'SKIP' }[letter] ?? '',
  })),
  ...more,
});

const told = (cells: readonly SeenCell[]) =>
  seenRows(cells).shown.map((row) =>
    [row.label, ...cells.map(({ name }) => shownAs(row, name).text)].join(' | '),
  );

test('what a design breaks is first, then what differs, then what fails everywhere, then what is alike', () => {
  const cells = [
    cell('baseline', 'ppfs', { colour: 'red', heat: 'low', size: 'big' }),
    cell('dim', 'pffs', { colour: 'blue', heat: 'low', size: 'big' }, { contract: { heat: 'none' } }),
  ];
  expect(told(cells)).toMatchInlineSnapshot(`
    [
      "lamp_test t1 | pass | ≠ fail",
      "heat | low | low ≠ promised none",
      "colour | red | ≠ blue",
      "lamp_test t2 | fail | fail",
      "lamp_test t0 | pass | pass",
      "lamp_test t3 | skip | skip",
      "size | big | big",
    ]
  `);
});

test('a column in which nothing was seen has no value, and what only one has differs', () => {
  const cells = [
    cell('baseline', 'p', { colour: 'red' }),
    cell('dark', '', {}, { verdict: 'SKIP' }),
    cell('dim', 'pp', { colour: 'red', glow: 'yes' }),
  ];
  expect(told(cells)).toMatchInlineSnapshot(`
    [
      "lamp_test t1 | – | – | ≠ pass",
      "glow | – | – | ≠ yes",
      "lamp_test t0 | pass | – | pass",
      "colour | red | – | red",
    ]
  `);
});

test('of what is alike no more than a dozen rows are told, and how many are left', () => {
  const many = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`k${at}`, 'same']));
  const { shown, left } = seenRows([cell('baseline', '', many), cell('dim', '', many)]);
  expect([shown.length, left]).toEqual([12, 8]);
});
