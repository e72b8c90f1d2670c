// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { pageCell } from '../../test/page-runs.ts';
import { skipReasons } from './parts/skipped.ts';

test('skipped tests are counted by reason over all cells, the most frequent reason first', () => {
  const skip = (reason?: string) => ({
    ...{ program: 'p', name: 'n', status: 'SKIP' as const },
    ...(reason === undefined ? {} : { reason }),
  });
  const passed = { program: 'p', name: 'm', status: 'PASS' as const, reason: 'not skipped' };
  const cells = [
    [skip(), skip('no LED')],
    [skip('no LED'), skip('no LED'), passed],
  ].map((tests) => ({
    cell: pageCell('one', 4096, true, { tests }),
  }));
  expect(skipReasons(cells)).toEqual([
    { reason: 'no LED', tests: 3, cells: 2 },
    { reason: 'no reason given', tests: 1, cells: 1 },
  ]);
});
