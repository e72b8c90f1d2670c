// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import type { Row } from '../series/topic.ts';
import type { CellEvidence, SuiteTest } from './schema.ts';
import { seenOf } from './seen.ts';

const rows: Row[] = [
  { group: 'light', label: 'brightness', cell: ({ observed }) => observed('watts') },
  { group: 'compatibility', label: 'an old switch', cell: ({ observed }) => observed('switch') },
  { label: 'an old socket', cell: ({ observed }) => observed('socket') },
];

const suite = (name: string, status: SuiteTest['status']): SuiteTest => ({
  ...{ suite: 'lampd', program: 'night', role: 'lamp' },
  ...{ name, status },
});

function cell(
  role: CellEvidence['role'],
  observations: Record<string, string>,
  suites: SuiteTest[] = [],
): CellEvidence {
  return {
    ...{
      name: role,
      title: role,
      role,
      parameters: {},
      contract: {},
      findings: [],
      verdict: 'PASS' as const,
    },
    ...{ tests: [], suites, observations, measurements: {}, boot: 1, consoleTail: '' },
  };
}

test('what differs for userspace of before, and a suite that only the design fails, is told', () => {
  const base = cell('baseline', { watts: '60', switch: 'works', socket: 'fits' }, [
    suite('dims', 'PASS'),
    suite('rings', 'FAIL'),
  ]);
  const own = cell('variant', { watts: '40', switch: 'hums', socket: 'fits' }, [
    suite('dims', 'FAIL'),
    suite('rings', 'FAIL'),
  ]);
  expect(seenOf('run-1', [base, own], own, rows)).toMatchInlineSnapshot(`
    {
      "broken": [
        "an old switch: hums, and works on the tree as it is",
        "lampd night on lamp: dims",
      ],
      "name": "run-1",
      "tried": 4,
    }
  `);
});

test('without a baseline, and where nothing of the kind was tried, nothing is known', () => {
  const own = cell('variant', { switch: 'works' });
  expect(seenOf('run-1', [own], own, rows)).toBeUndefined();
  expect(seenOf('run-1', [cell('baseline', {}), own], own, rows)).toBeUndefined();
});
