// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import type { Shape } from '../c/layout/layout.ts';
import type { ApiMember, TypeLayout } from '../uapi/model.ts';
import { declare, layoutText } from './layout.ts';

const U32: Shape = { kind: 'integer', size: 4, signed: false };
const member = (name: string, offset: number, more: Partial<ApiMember> = {}): ApiMember => ({
  name,
  type: '__u32',
  shape: U32,
  offset,
  size: 4,
  line: 1,
  within: [],
  ...more,
});

test('a layout is printed with offsets, sizes, unions, bit-fields, holes and padding', () => {
  const layout: TypeLayout = {
    size: 32,
    align: 8,
    members: [
      member('argsz', 0),
      member('address', 8, { type: '__u64', size: 8, within: ['union@8'] }),
      member('index', 8, { within: ['union@8'] }),
      member('low', 16, { bitOffset: 0, bits: 3 }),
      member('high', 16, { bitOffset: 5, bits: 27 }),
      member('name', 20, { type: 'char[4]' }),
    ],
  };
  expect(layoutText('struct lamp', layout)).toMatchInlineSnapshot(`
    "struct lamp {
    	__u32 argsz;                             /*     0     4 */

    	/* 4 bytes hole */

    	union {
    		__u64 address;                   /*     8     8 */
    		__u32 index;                     /*     8     4 */
    	};
    	__u32 low:3;                             /* 16: 0     4 */

    	/* 2 bits hole */

    	__u32 high:27;                           /* 16: 5     4 */
    	char name[4];                            /*    20     4 */

    	/* size: 32, align: 8, members: 6 */
    	/* holes: 2, sum holes: 34 bits */
    	/* padding: 8 bytes */
    };"
  `);
});

test('a declaration puts the name where C wants it', () => {
  expect([
    declare('__u8[16][2]', 'data'),
    declare('int (*)(int)', 'call'),
    declare('void *', 'p'),
    declare('struct lamp', 'lamp'),
    declare('__u32[]', 'tail'),
  ]).toEqual(['__u8 data[16][2]', 'int (*call)(int)', 'void *p', 'struct lamp lamp', '__u32 tail[]']);
});
