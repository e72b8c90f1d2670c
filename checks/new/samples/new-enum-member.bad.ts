// SPDX-License-Identifier: GPL-2.0-only
import { lampWith } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'an enum',
    ...lampWith(`struct lamp_bulb {
	enum lamp_state	state;
};
`),
  },
];
