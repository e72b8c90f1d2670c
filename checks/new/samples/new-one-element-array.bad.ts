// SPDX-License-Identifier: GPL-2.0-only
import { lampWith } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'one at the end',
    ...lampWith(`struct lamp_bulb {
	__u32	count;
	__u32	hues[1];
};
`),
  },
];
