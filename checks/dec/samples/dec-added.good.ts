// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const good: Sample[] = [
  {
    name: 'a struct that a typedef names is a type',
    ...declared('', 'typedef struct { __u32 hue; } lamp_t;\n'),
  },
];
