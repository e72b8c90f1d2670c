// SPDX-License-Identifier: GPL-2.0-only
import { lampWith } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'an alias, another direction, another size',
    ...lampWith(`#define LAMP_PUT_COLOUR	LAMP_SET_COLOUR
#define LAMP_SWAP_COLOUR	_IOWR('L', 17, struct lamp_colour)
#define LAMP_SET_HUE	_IOW('L', 17, __u32)
`),
  },
];
