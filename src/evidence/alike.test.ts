// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import type { CellResult } from '../guest/cell-result.ts';
import { besideBaseline, unlike } from './alike.ts';

const observations = (values: Record<string, string>) =>
  Object.entries(values).map(([key, value]) => ({ key, value }));

function result(
  cell: string,
  values: Record<string, string>,
  verdict: CellResult['verdict'] = 'PASS',
): CellResult {
  return {
    ...{ cell, boot: 1, verdict, programs: [], measurements: [], series: [], consoleTail: '' },
    observations: observations(values),
  };
}

const baseline = result('baseline', { 'same.nvme.irq.msi': 'count=1', 'nvme.flags': '0xf' });

test('only what is called the same is compared, and only where both have it', () => {
  const own = { 'same.nvme.irq.msi': 'count=2', 'nvme.flags': '0x7', 'same.nvme.irq.new': 'EINVAL' };
  expect(unlike(baseline.observations, observations(own))).toEqual([
    { key: 'nvme.irq.msi', baseline: 'count=1', seen: 'count=2' },
  ]);
});

test('a cell that answers otherwise than the unchanged kernel fails, and says what', () => {
  const { verdict, failure } = besideBaseline(baseline, result('wrong', { 'same.nvme.irq.msi': 'count=2' }));
  expect(verdict).toBe('FAIL');
  expect(failure).toMatchObject({
    code: 'TESTS_FAILED',
    title: "1 answer differs from the unchanged kernel's",
    where: 'cell wrong',
    detail: 'nvme.irq.msi: count=2, baseline count=1',
  });
});

test('a cell that answers the same stays as it is, and so do the baseline, one alone, and one that failed', () => {
  const same = result('design', { 'same.nvme.irq.msi': 'count=1', 'nvme.flags': '0x7' });
  const other = result('design', { 'same.nvme.irq.msi': 'count=2' });
  const failed = result('design', { 'same.nvme.irq.msi': 'count=2' }, 'ERROR');
  expect(besideBaseline(baseline, same)).toBe(same);
  expect(besideBaseline(baseline, baseline)).toBe(baseline);
  expect(besideBaseline(undefined, other)).toBe(other);
  expect(besideBaseline(baseline, failed)).toBe(failed);
});
