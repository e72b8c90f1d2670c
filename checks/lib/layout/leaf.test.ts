// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { leafDeclaration } from './leaf.ts';

const byte = { kind: 'integer', size: 1, signed: false } as never;
const long = '(LAMP_PAGE_SIZE - sizeof(struct lamp_head) - sizeof(struct lamp_tail))';

test('a bound that is too long for a line is given by its value', () => {
  const shape = { kind: 'array', size: 40, count: 40, of: byte } as never;
  expect(leafDeclaration({ name: 'data', type: `__u8[${long}]`, bits: undefined, shape })).toBe(
    '__u8 data[40]',
  );
  expect(leafDeclaration({ name: 'data', type: `__u8[2][${long}]`, bits: undefined, shape })).toBe(
    '__u8 data[2][…]',
  );
  expect(leafDeclaration({ name: 'lit', type: '__u32', bits: 1, shape: byte })).toBe('__u32 lit:1');
});
