// SPDX-License-Identifier: GPL-2.0-only
import { lampWith } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'a __u64 behind a __u32',
    ...lampWith(`struct lamp_bulb {
	__u32	flags;
	__u64	hours;
};
`),
  },
];
