// SPDX-License-Identifier: GPL-2.0-only
import { lampWith } from '../lib/lamp-header.ts';
import type { Sample } from '../lib/sample.ts';

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
