// SPDX-License-Identifier: GPL-2.0-only
import { lampWith } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'two members, and no more',
    ...lampWith(`struct lamp_bulb {
	__u32	hue;
	__u32	watts;
};
#define LAMP_SET_BULB	_IOW('L', LAMP_BASE + 2, struct lamp_bulb)
`),
  },
];
