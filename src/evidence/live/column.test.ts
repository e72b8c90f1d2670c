// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { Panic, TestsFailed } from '../../guest/failures.ts';
import { salvage } from '../../guest/judge.ts';
import { Column, saidByTests } from './column.ts';
import { columnStanding, roundDesign } from './round.ts';

function column(name: string, results: Readonly<Record<string, string>>): Column {
  const made = new Column(name);
  for (const [program, ktap] of Object.entries(results)) {
    const end = { exit: ktap.includes('not ok') ? 1 : 0 };
    const run = { name, programs: [{ name: program, ktap, end }], ended: true };
    for (const result of salvage(run)) made.put(result, 'key');
  }
  made.state = 'done';
  return made;
}

const PASSES = 'TAP version 13\n1..2\n# observe same.size 4\nok 1 opens\nok 2 reads\n';
const FAILS = 'TAP version 13\n1..2\nok 1 opens\n# expected 4, got 5\nnot ok 2 reads\n';

test('a column is as bad as its worst program, and says which tests failed', () => {
  const made = column('a', { open: PASSES, read: FAILS });
  expect(made.verdict()).toBe('FAIL');
  expect(made.failed()).toEqual([
    { program: 'read', name: 'reads', status: 'FAIL', diagnostics: ['expected 4, got 5'] },
  ]);
  expect(column('a', { open: PASSES }).verdict()).toBe('PASS');
});

test('a guest that was taken down fails the column whatever passed, and no modules are a miss', () => {
  const made = column('a', { open: PASSES });
  made.failure = new Panic({ title: 'Kernel panic', hint: '' });
  expect([made.verdict(), saidByTests(made.failure)]).toEqual(['FAIL', false]);
  made.state = 'broken';
  expect(made.verdict()).toBe('MISS');
  expect(saidByTests(new TestsFailed({ title: '1 of 2', hint: '' }))).toBe(true);
});

test('an answer that no design is to change fails the column that gives another than the baseline', () => {
  const baseline = column('baseline', { open: PASSES });
  const other = column('a', { open: PASSES.replace('same.size 4', 'same.size 8') });
  expect([other.verdict(), other.verdict(baseline), baseline.verdict(baseline)]).toEqual([
    'PASS',
    'FAIL',
    'PASS',
  ]);
  expect(other.unlike(baseline)).toEqual(['size: 8, baseline 4']);
});

test('a round tells which tests ended otherwise than before it', () => {
  const made = column('a', { open: PASSES });
  const before = columnStanding(made);
  const after = column('a', { open: FAILS });
  after.round = 2;
  after.seconds = 1.5;
  expect(roundDesign(after, undefined, before, 2)).toMatchInlineSnapshot(`
    {
      "changed": [
        "open reads: PASS → FAIL",
      ],
      "failed": [
        {
          "diagnostics": [
            "expected 4, got 5",
          ],
          "name": "reads",
          "program": "open",
          "status": "FAIL",
        },
      ],
      "name": "a",
      "ran": true,
      "seconds": 1.5,
      "state": "done",
      "tests": {
        "FAIL": 1,
        "PASS": 1,
      },
      "verdict": "FAIL",
    }
  `);
  expect(roundDesign(after, undefined, undefined, 3)).toMatchObject({ ran: false, changed: [] });
});
