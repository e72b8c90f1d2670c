// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import type { CellResult } from '../guest/cell-result.ts';
import { TestsFailed } from '../guest/failures.ts';
import { parseKtap } from '../guest/ktap.ts';
import { withRepeats } from './repeats.ts';
import type { CellEvidence } from './schema.ts';
import { programTests } from './tests.ts';

function result(ktap: string, boot: number): CellResult {
  const failed = /^not ok/m.test(ktap);
  const program = {
    name: 'p',
    verdict: failed ? ('FAIL' as const) : ('PASS' as const),
    document: parseKtap(ktap),
  };
  return {
    ...{ cell: 'a', boot, observations: [], measurements: [], series: [], consoleTail: '' },
    verdict: program.verdict,
    ...(failed ? { failure: new TestsFailed({ title: '1 of 2 tests failed', hint: 'x' }) } : {}),
    programs: [program],
  };
}

function cell({ verdict, failure, programs }: CellResult): CellEvidence {
  return {
    ...{ name: 'a', title: 'A', role: 'variant', parameters: {}, contract: {}, findings: [], boot: 1 },
    ...{ observations: {}, measurements: {}, consoleTail: '', verdict },
    ...(failure ? { failure: { code: failure.code, title: failure.title, hint: failure.hint } } : {}),
    tests: programs.flatMap(programTests),
  };
}

const GOOD = '1..2\nok 1 x\nok 2 y\n';
const BAD = '1..2\nok 1 x\n# y: 3 is not 4\nnot ok 2 y\n';

test('a test that fails in one boot of three is flaky, and the cell says so', () => {
  const told = withRepeats(cell(result(GOOD, 1)), [result(BAD, 2), result(GOOD, 3)]);
  expect(told.tests).toMatchInlineSnapshot(`
    [
      {
        "name": "x",
        "program": "p",
        "status": "PASS",
      },
      {
        "diagnostics": [
          "y: 3 is not 4",
        ],
        "flaky": {
          "failed": 1,
          "of": 3,
        },
        "name": "y",
        "program": "p",
        "status": "FAIL",
      },
    ]
  `);
  expect([told.verdict, told.failure]).toMatchInlineSnapshot(`
    [
      "FAIL",
      {
        "code": "TESTS_FLAKY",
        "detail": "1 of 2 tests failed
    p/y",
        "hint": "Look for a race in the design first, then in the test; a line of --known accepts a flake until a day, with a reason.",
        "title": "1 of 3 boots failed, 2 passed",
        "where": "cell a",
      },
    ]
  `);
});

test('a test that fails in every boot is a failure, with the cell’s own words', () => {
  const told = withRepeats(cell(result(BAD, 1)), [result(BAD, 2)]);
  expect(told.tests[1]).not.toHaveProperty('flaky');
  expect(told.failure?.code).toBe('TESTS_FAILED');
  expect(told.repeats?.map(({ failed }) => failed)).toEqual([['p/y']]);
});

test('boots that all pass leave the cell as it is', () => {
  const told = withRepeats(cell(result(GOOD, 1)), [result(GOOD, 2)]);
  expect([told.verdict, told.failure, told.repeats?.length]).toEqual(['PASS', undefined, 1]);
});
