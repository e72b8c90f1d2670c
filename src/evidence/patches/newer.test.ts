// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { isLater } from './newer.ts';

test('a series is later than a release by its first two numbers', () => {
  const pairs = [
    ['7.2', '6.12.117'],
    ['6.12', '6.1.192'],
    ['6.1', '6.12.117'],
    ['6.1', '6.1.5'],
    ['6.2', '6.2.0-rc3'],
  ] as const;
  expect(pairs.map(([one, other]) => isLater(one, other))).toEqual([true, true, false, false, false]);
});
