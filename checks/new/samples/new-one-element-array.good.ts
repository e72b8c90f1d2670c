// SPDX-License-Identifier: GPL-2.0-only
import { lampWith } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'a flexible array that is written [0]',
    before: lampWith('struct lamp_bulb {\n\t__u32\tcount;\n\t__u32\thues[];\n};\n').after,
    after: lampWith('struct lamp_bulb {\n\t__u32\tcount;\n\t__u32\thues[0];\n};\n').after,
  },
  {
    name: 'a flexible array',
    ...lampWith(`struct lamp_bulb {
	__u32	count;
	__u32	hues[];
};
`),
  },
];
