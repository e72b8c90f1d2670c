// SPDX-License-Identifier: GPL-2.0-only
import { lampWith } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'a flexible array',
    ...lampWith(`struct lamp_bulb {
	__u32	count;
	__u32	hues[];
};
`),
  },
];
