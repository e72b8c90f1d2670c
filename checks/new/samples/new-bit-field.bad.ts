// SPDX-License-Identifier: GPL-2.0-only
import { lampWith } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'two bits',
    ...lampWith(`struct lamp_bulb {
	__u32	lit:1;
	__u32	dimmed:1;
};
`),
  },
];
