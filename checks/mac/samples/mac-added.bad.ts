// SPDX-License-Identifier: GPL-2.0-only
import { lampWith } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'two values',
    ...lampWith(`#define LAMP_TONES	12
#define LAMP_KINDS	3
`),
  },
];
