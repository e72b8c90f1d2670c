// SPDX-License-Identifier: GPL-2.0-only
import { lampWith } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'a pointer, and an array of them',
    ...lampWith(`struct lamp_bulb {
	char	*name;
	void	*parts[2];
};
`),
  },
];
