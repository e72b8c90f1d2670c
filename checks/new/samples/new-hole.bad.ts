// SPDX-License-Identifier: GPL-2.0-only
import { lampWith } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'a hole and padding',
    ...lampWith(`struct lamp_bulb {
	__u8	kind;
	__u32	watts;
	__u16	volts;
};
`),
  },
];
