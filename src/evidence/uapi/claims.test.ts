// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import type { ApiMember, ApiType } from '../../uapi/model.ts';
import { claimsOf, unitOf, verdictsOf } from './claims.ts';

const u32 = { kind: 'integer', size: 4, signed: false } as const;
const member = (name: string, offset: number, more: Partial<ApiMember> = {}): ApiMember => ({
  name,
  type: '__u32',
  shape: u32,
  offset,
  size: 4,
  line: 1,
  within: [],
  ...more,
});
const lamp: ApiType = {
  name: 'struct lamp',
  header: 'linux/lamp.h',
  path: 'include/uapi/linux/lamp.h',
  line: 1,
  text: '',
  kind: 'struct',
  attributes: [],
  on: new Map([
    [
      'i386',
      {
        size: 12,
        align: 4,
        members: [
          member('hue', 0),
          member('dim', 4, { bits: 3, bitOffset: 0 }),
          member('name', 8, {
            type: '__u32[]',
            size: 0,
            shape: { kind: 'array', of: u32, count: undefined, size: 0 },
          }),
        ],
      },
    ],
    ['arm64', { unknown: 'a typedef is missing' }],
  ]),
};

test('a layout becomes claims about everything that has an address', () => {
  expect(unitOf(['linux/lamp.h'], claimsOf(lamp, 'i386'))).toMatchInlineSnapshot(`
    "#include <linux/lamp.h>
    #line 1 "claim"
    _Static_assert(sizeof(struct lamp) == 12, "");
    _Static_assert(_Alignof(struct lamp) == 4, "");
    _Static_assert(__builtin_offsetof(struct lamp, hue) == 0, "");
    _Static_assert(sizeof(((struct lamp *)0)->hue) == 4, "");
    _Static_assert(__builtin_offsetof(struct lamp, name) == 8, "");
    "
  `);
});

test('what is not known claims nothing', () => {
  expect([claimsOf(lamp, 'arm64'), claimsOf(lamp, 'x86-64')]).toEqual([[], []]);
});

test('a refused claim is told from a unit that does not compile', () => {
  const claims = claimsOf(lamp, 'i386');
  const messages = `claim:1:1: error: static assertion failed: ""\nlinux/lamp.h:7:2: error: unknown type name 'u32'\n`;
  expect(verdictsOf(messages, claims)).toEqual({
    refused: [{ type: 'struct lamp', expression: 'sizeof(struct lamp)', value: 12 }],
    unjudged: "linux/lamp.h:7: unknown type name 'u32'",
  });
});
