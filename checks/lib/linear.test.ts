// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { linearOf, sameNames } from './linear.ts';

const KNOWN = new Map([['LAMP_BASE', 0x100n]]);

const told = (text: string) => {
  const sum = linearOf(text, (name) => KNOWN.get(name));
  return sum && `${[...sum.names].map(([name, n]) => `${n}*${name} `).join('')}${sum.number}`;
};

test('a sum of an unknown name and numbers keeps the name, and what is known is added up', () => {
  expect(told('__X32_SYSCALL_BIT + 512')).toBe('1*__X32_SYSCALL_BIT 512');
  expect(told('(LAMP_BASE + 0x10u) - (BIT - 010)')).toBe('-1*BIT 280');
  expect(told('BIT + BIT - BIT')).toBe('1*BIT 0');
});

test('a name that is subtracted from itself counts no longer', () => {
  expect(told('BIT + 3 - BIT')).toBe('3');
});

test('what is no sum is none: a product, a call, a string, a parenthesis that stays open', () => {
  for (const text of ['BIT * 2', 'BIT(3)', '"lamp"', '(BIT + 1', 'BIT +', '', '08', 'BIT 3'])
    expect([text, told(text)]).toEqual([text, undefined]);
});

test('two sums compare by their numbers where the same names count as often', () => {
  const sum = (text: string) => linearOf(text, () => undefined) ?? { names: new Map(), number: -1n };
  expect(sameNames(sum('A + B + 1'), sum('B + 7 + A'))).toBe(true);
  expect(sameNames(sum('A + A'), sum('A'))).toBe(false);
  expect(sameNames(sum('A'), sum('A + B'))).toBe(false);
});
