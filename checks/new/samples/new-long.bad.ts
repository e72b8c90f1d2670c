// SPDX-License-Identifier: GPL-2.0-only
import { lampWith } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'a long and a size_t',
    ...lampWith(`struct lamp_bulb {
	long	hours;
	__kernel_size_t	size;
};
`),
  },
];
