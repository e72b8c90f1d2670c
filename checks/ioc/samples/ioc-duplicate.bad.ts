// SPDX-License-Identifier: GPL-2.0-only
import { lampWith } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'a number in use',
    ...lampWith(`#define LAMP_PUT_COLOUR	_IOW('L', 17, struct lamp_colour)
`),
  },
];
