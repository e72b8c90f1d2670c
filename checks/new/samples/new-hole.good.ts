// SPDX-License-Identifier: GPL-2.0-only
import { lampWith } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'padding with a name',
    ...lampWith(`struct lamp_bulb {
	__u8	kind;
	__u8	reserved[3];
	__u32	watts;
};
`),
  },
];
