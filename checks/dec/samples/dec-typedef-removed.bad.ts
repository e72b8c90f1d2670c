// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const bad: Sample[] = [
  {
    name: 'a number and a pointer to a function',
    ...declared('typedef __u32 lamp_id;\ntypedef void (*lamp_call)(int);\n', ''),
  },
  {
    name: 'the shorter name of a struct that has a tag',
    ...declared('typedef struct lamp { __u32 hue; } lamp_t;\n', 'struct lamp { __u32 hue; };\n'),
  },
];
