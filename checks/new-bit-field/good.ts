// SPDX-License-Identifier: GPL-2.0-only
import { lampWith } from '../lib/lamp-header.ts';
import type { Sample } from '../lib/sample.ts';

export const good: Sample[] = [
  {
    name: 'a flags member',
    ...lampWith(`struct lamp_bulb {
	__u32	flags;
};
`),
  },
];
