// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { tokens } from './constants.ts';
import { bare, foldedConstants } from './folded.ts';

const folded = (text: string) => foldedConstants(tokens(text)).join(' ');

test.each([
  ['(x + 6)', '(x + (0x05 + 1))'],
  ['(x & 16)', '(x & (1 << 4))'],
  ["(x == 'A')", '(x == 0x41)'],
  ['(x[3])', '(x[1 + 2])'],
  ['call(2, 6)', 'call(1 + 1, 06)'],
  ['(x + 0xa5ul)', '(x + 0XA5UL)'],
])('%s is %s', (one, other) => {
  expect(bare(folded(other))).toBe(bare(folded(one)));
});

test.each([
  ['(x + 16)', '(x + 16UL)'],
  ['(x + 4294967295)', '(x + 0xffffffff)'],
  ['(x * 6)', '(x * 5 + 1)'],
  ['1 << 4', '16'],
  ['x ## 16', 'x ## 0x10'],
])('%s is not %s', (one, other) => {
  expect(folded(other)).not.toBe(folded(one));
});
