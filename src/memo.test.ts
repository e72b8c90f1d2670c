// SPDX-License-Identifier: GPL-2.0-only
import { expect, test, vi } from 'vitest';
import { lazily, memo, memoPair } from './memo.ts';

test('a result is computed once for each object, be it undefined, and not for one that looks alike', () => {
  const compute = vi.fn(({ lit }: { lit: boolean }) => (lit ? 'on' : undefined));
  const once = memo(compute);
  const [on, off] = [{ lit: true }, { lit: false }];
  expect([once(on), once(on), once(off), once(off), once({ lit: true })]).toEqual([
    ...['on', 'on', undefined, undefined, 'on'],
  ]);
  expect(compute).toHaveBeenCalledTimes(3);
});

test('what is thrown is thrown again, from a new attempt', () => {
  let left = 1;
  const once = memo(() => {
    if (left-- > 0) throw new Error('not yet');
    return 'now';
  });
  const key = {};
  expect(() => once(key)).toThrow('not yet');
  expect(once(key)).toBe('now');
});

test('of two objects either may be another', () => {
  const compute = vi.fn((one: { a: number }, other: { b: number }) => one.a + other.b);
  const once = memoPair(compute);
  const [a, b] = [{ a: 1 }, { b: 2 }];
  expect([once(a, b), once(a, b), once({ a: 4 }, b), once(a, { b: 8 })]).toEqual([3, 3, 6, 9]);
  expect(compute).toHaveBeenCalledTimes(3);
});

test('what is made lazily is made when it is asked for, once, though it be undefined', () => {
  let made = 0;
  const nothing = lazily(() => {
    made++;
    return undefined;
  });
  expect(made).toBe(0);
  expect([nothing(), nothing(), made]).toEqual([undefined, undefined, 1]);
});
