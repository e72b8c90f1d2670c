// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const good: Sample[] = [
  {
    name: '__DECLARE_FLEX_ARRAY()',
    ...declared(
      'struct lamp {\n\t__u32 n;\n\t__u32 cells[0];\n};\n',
      'struct lamp {\n\t__u32 n;\n\tunion {\n\t\t__DECLARE_FLEX_ARRAY(__u32, cells);\n\t\t__DECLARE_FLEX_ARRAY(__u8, bytes);\n\t};\n};\n',
    ),
  },
  {
    name: 'a mark of no elements',
    ...declared('struct lamp {\n\t__u32 hue;\n};\n', 'struct lamp {\n\t__u32 hue;\n\t__u8 end[0];\n};\n'),
  },
];
