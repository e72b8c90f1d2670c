// SPDX-License-Identifier: GPL-2.0-only
import { lampWith } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'an integer that holds one',
    ...lampWith(`struct lamp_bulb {
	__u32	state; /* enum lamp_state */ __u32	other;
};
`),
  },
];
