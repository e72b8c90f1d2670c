// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import type { Matrix } from '../evidence/matrix-schema.ts';
import { matrixTable } from './matrix.ts';
import { terminal } from './terminal.ts';

const PLAIN = { good: String, bad: String, plain: String, heading: String, dim: String };
const FAILURE = { code: 'NEEDS_SOURCE', title: 'the machine needs a kernel of its own', hint: 'Build it.' };
const cell = (name: string, verdict: Matrix['rows'][number]['cells'][number]['verdict']) => ({
  ...{ name, verdict, passed: 9, failed: verdict === 'FAIL' ? 2 : 0, differs: name === 'baseline' ? 0 : 7 },
});
const skipped = (name: string) => ({
  ...{ name, verdict: 'SKIP' as const, passed: 0, failed: 0, differs: 0, failure: FAILURE },
});

const MATRIX: Matrix = {
  schema: 1,
  topic: 'msix-mmap',
  started: '2026-01-01T00:00:00.000Z',
  seconds: 61.2,
  jobs: 2,
  rows: [
    {
      ...{ tree: 'debian:6.1', machine: 'x86-intel', seconds: 40, run: 'r1', kernel: '6.1' },
      cells: [
        cell('baseline', 'PASS'),
        { ...cell('one', 'FAIL'), failure: { code: 'TESTS_FAILED', title: '2 of 11 failed', hint: '' } },
      ],
    },
    {
      ...{ tree: 'debian:6.1', machine: 'arm64-64k', seconds: 0 },
      cells: [skipped('baseline'), skipped('one')],
    },
    {
      ...{ tree: 'debian:7.2', machine: 'x86-intel', seconds: 21, run: 'r2', kernel: '7.2' },
      cells: [cell('baseline', 'PASS'), cell('one', 'XFAIL'), cell('two', 'PASS')],
    },
  ],
};

test('a matrix is told by tree and machine, each reason once', () => {
  expect(terminal(matrixTable(MATRIX, 'A question?'), PLAIN, undefined)).toMatchInlineSnapshot(`
    "A question?
    ─────────────────────────────────────────────────
                  baseline   one        two      time

    debian:6.1
      x86-intel   PASS       FAIL [1]   –        40 s
                  9/9        9/11 ≠7
      arm64-64k   SKIP [2]   SKIP [2]   –        –

    debian:7.2
      x86-intel   PASS       XFAIL      PASS     21 s
                  9/9        9/9 ≠7     9/9 ≠7
    ─────────────────────────────────────────────────
    44/44: tests that saw what the contract promises, of all that were not skipped; ≠12: observations that are others than the baseline’s
    [1] TESTS_FAILED: 2 of 11 failed
    [2] NEEDS_SOURCE: the machine needs a kernel of its own
    2 of 3 runs in 61 s, 2 at a time
    "
  `);
});
