// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const bad: Sample[] = [
  {
    name: 'a typedef and a function',
    ...declared('', 'typedef __u32 lamp_id;\nextern int lamp_open(lamp_id id);\n'),
  },
];
