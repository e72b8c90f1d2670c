// SPDX-License-Identifier: GPL-2.0-only
import { lampWith } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'a bool',
    ...lampWith(`struct lamp_bulb {
	_Bool	lit;
};
`),
  },
];
