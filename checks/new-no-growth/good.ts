// SPDX-License-Identifier: GPL-2.0-only
import { lampWith } from '../lib/lamp-header.ts';
import type { Sample } from '../lib/sample.ts';

export const good: Sample[] = [
  {
    name: 'with flags',
    ...lampWith(`struct lamp_bulb {
	__u32	flags;
	__u32	watts;
};
#define LAMP_SET_BULB	_IOW('L', LAMP_BASE + 2, struct lamp_bulb)
`),
  },
];
