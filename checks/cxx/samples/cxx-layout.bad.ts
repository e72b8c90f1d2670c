// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const bad: Sample[] = [
  {
    name: 'an empty struct before an array, so that the array may stand in a union',
    ...declared(
      'struct lamp {\n\t__u32 n;\n\tunion {\n\t\t__u32 cells[0];\n\t\t__u64 whole[0];\n\t};\n};\n',
      'struct lamp {\n\t__u32 n;\n\tunion {\n\t\tstruct { struct { } empty; __u32 cells[]; };\n\t\t__u64 whole[0];\n\t};\n};\n',
    ),
  },
  {
    name: 'a new struct with a mark that has no size in C',
    ...declared('', 'struct lamp_mark { };\nstruct lamp {\n\tstruct lamp_mark from;\n\t__u32 hue;\n};\n'),
  },
];
