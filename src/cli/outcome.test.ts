// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import type { CellEvidence, Evidence } from '../evidence/schema.ts';
import { exitStatusOf } from './outcome.ts';

function status(
  verdict: CellEvidence['verdict'],
  code?: string,
  asked: readonly string[] = ['lamp'],
): number {
  const failure = code === undefined ? {} : { failure: { code, title: '', hint: '' } };
  return exitStatusOf(
    { cells: [{ name: 'lamp', verdict, findings: [], ...failure }] } as unknown as Evidence,
    asked,
  );
}

test('the exit status is that of the code that is printed', () => {
  expect({
    passed: status('PASS'),
    failed: status('FAIL', 'TESTS_FAILED'),
    'the host has no such machine': status('SKIP', 'HOST_LACKS'),
    'needs a kernel from source': status('SKIP', 'NEEDS_SOURCE'),
    'the same, asked for by nobody': status('SKIP', 'NEEDS_SOURCE', []),
    'every test was skipped': status('SKIP'),
  }).toMatchInlineSnapshot(`
    {
      "every test was skipped": 13,
      "failed": 1,
      "needs a kernel from source": 13,
      "passed": 0,
      "the host has no such machine": 3,
      "the same, asked for by nobody": 0,
    }
  `);
});
