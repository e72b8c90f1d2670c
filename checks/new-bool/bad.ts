// SPDX-License-Identifier: GPL-2.0-only
import { lampWith } from '../lib/lamp-header.ts';
import type { Sample } from '../lib/sample.ts';

export const bad: Sample[] = [
  {
    name: 'a bool',
    ...lampWith(`struct lamp_bulb {
	_Bool	lit;
};
`),
  },
];
