// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { pageCell, pageEvidence } from '../../test/page-runs.ts';
import type { CellEvidence } from '../evidence/schema.ts';
import { shownOf } from './model.ts';
import { verdictSentence } from './parts/verdict.ts';

const PASSED = { program: 'p', name: 'a', status: 'PASS' } as const;
const FAILED = { ...PASSED, status: 'FAIL' } as const;
const of = (name: string, more: Partial<CellEvidence> = {}) =>
  pageCell(name, 4096, true, {
    role: name === 'baseline' ? 'baseline' : 'variant',
    tests: [PASSED],
    ...more,
  });
const broken: Partial<CellEvidence> = { verdict: 'FAIL', tests: [FAILED] };

function sentence(...cells: CellEvidence[]): string {
  const evidence = { ...pageEvidence(), cells };
  return verdictSentence(shownOf([{ evidence, folder: 'out/a', series: new Map(), boots: [] }], undefined));
}

test('the verdict is one sentence, whatever became of the cells', () => {
  const idle = of('idle', { verdict: 'SKIP', tests: [] });
  expect([
    sentence(of('baseline'), of('one'), idle),
    sentence(of('baseline'), of('one', broken), of('two')),
    sentence(of('baseline', broken), of('one', broken), of('two')),
    sentence(of('baseline', broken), of('one')),
    sentence(idle),
  ]).toMatchInlineSnapshot(`
    [
      "Every design that ran does what it promises: of 3 cells 2 passed, 1 could not run here.",
      "one does not do what it promises: of 3 cells 1 failed, 2 passed.",
      "No design fails a test that the tree as it is passes: of 3 cells 2 failed, 1 passed; each that failed did so by tests that the unchanged kernel fails on the same machine.",
      "Every design that ran does what it promises, but what they are compared with does not (baseline): of 2 cells 1 failed, 1 passed.",
      "Nothing ran: none of 1 cell could.",
    ]
  `);
});
