// SPDX-License-Identifier: GPL-2.0-only
import { lampWith } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'an aligned one',
    ...lampWith(`struct lamp_bulb {
	__u32	flags;
	__u32	reserved;
	__aligned_u64	hours;
};
`),
  },
];
