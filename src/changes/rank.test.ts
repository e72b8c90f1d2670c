// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { rankTest } from './rank.ts';

const counted = (...values: number[]) => values.map((value) => ({ value, count: 1 }));

test('p and effect are those that one works out by hand', () => {
  // Six of 36 pairs have the greater value on the earlier side; z = (12 - 0.5) / sqrt(36 * 13 / 12) = 1.8415.
  const ranked = rankTest(counted(1.1, 2.2, 3.3, 4.4, 5.5, 6.6), counted(3.5, 4.6, 5.7, 6.8, 7.9, 9));
  expect(ranked?.p).toBeCloseTo(0.06555, 4);
  expect(ranked?.effect).toBeCloseTo((2 * 30) / 36 - 1, 10);
});

test('ties count for half, and all ties are no difference', () => {
  expect(rankTest(counted(5, 5, 5), counted(5, 5, 5))).toEqual({ p: 1, effect: 0 });
});

test('which of two is the earlier turns the sign of the effect alone', () => {
  const [one, other] = [counted(1, 2, 3, 4), counted(3, 4, 5, 6)];
  const there = rankTest(one, other);
  const back = rankTest(other, one);
  expect(there?.p).toBe(back?.p);
  expect(there?.effect).toBe(-(back?.effect ?? 0));
});

test('counts stand for as many samples', () => {
  const many = rankTest([{ value: 1, count: 3 }], [{ value: 2, count: 2 }]);
  expect(many).toEqual(rankTest(counted(1, 1, 1), counted(2, 2)));
  expect(many?.effect).toBe(1);
});

test('without samples there is nothing to say', () => {
  expect(rankTest([], counted(1))).toBeUndefined();
});
