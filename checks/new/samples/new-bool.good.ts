// SPDX-License-Identifier: GPL-2.0-only
import { lampWith } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'a byte',
    ...lampWith(`struct lamp_bulb {
	__u8	lit;
};
`),
  },
];
