// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { failureTitle } from './cell-data.ts';

const failed = (program: string, name: string) => ({ program, name, status: 'FAIL' as const });
const failure = { code: 'TESTS_FAILED', title: '1 of 2 tests failed', hint: '' };

test('the headline of a cell counts the failures of all programs', () => {
  const passed = { program: 'a', name: 'y', status: 'PASS' as const };
  const tests = [failed('a', 'x'), passed, failed('b', 'x'), failed('b', 'y')];
  expect([
    failureTitle({ tests }, failure),
    failureTitle({ tests: tests.slice(0, 2) }, failure),
    failureTitle({ tests }, { ...failure, code: 'KERNEL_SPLAT', title: 'a report of the kernel' }),
    // Flaky and known failures may leave no test that failed.
    failureTitle({ tests: [passed] }, failure),
  ]).toEqual([
    '3 of 4 tests failed, in 2 programs; the first of them',
    '1 of 2 tests failed',
    'a report of the kernel',
    '1 of 2 tests failed',
  ]);
});
