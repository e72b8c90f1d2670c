// SPDX-License-Identifier: GPL-2.0-only
import { lampWith } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'seconds of the kernel of old',
    ...lampWith(`struct lamp_bulb {
	__kernel_old_time_t	since;
};
`),
  },
  {
    name: 'a time of the C library',
    ...lampWith('struct lamp_bulb {\n\t__u64\thours;\n\tstruct timespec since;\n};\n'),
  },
];
