// SPDX-License-Identifier: GPL-2.0-only
import { lampWith } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const good: Sample[] = [
  {
    name: 'integers of a fixed size',
    ...lampWith(`struct lamp_bulb {
	__s64	hours;
	__u64	size;
};
`),
  },
  {
    name: 'a size that is spelled otherwise now',
    ...declared('struct lamp_room { size_t bulbs; };\n', 'struct lamp_room { __kernel_size_t bulbs; };\n'),
  },
  {
    name: 'bits without a name, that fill up a pointer and a word',
    ...lampWith(`struct lamp_name {
	union { const char *name; __u64 :64; } __attribute__((aligned(8)));
	__u16	hue;
	__u16	:16;
};
`),
  },
];
