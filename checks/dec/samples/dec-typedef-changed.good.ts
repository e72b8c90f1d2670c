// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const good: Sample[] = [
  {
    name: 'the same type by another name',
    ...declared('typedef unsigned int lamp_id;\n', 'typedef __u32 lamp_id;\n'),
  },
  {
    name: 'a pointer to a constant',
    ...declared('typedef char *lamp_name;\n', 'typedef const char *lamp_name;\n'),
  },
  {
    name: 'pointers that are spelled otherwise',
    ...declared(
      'typedef const char *lamp_name;\ntypedef void (*lamp_cb)(int hue);\n',
      'typedef char const *lamp_name;\ntypedef void (*lamp_cb)(int colour);\n',
    ),
  },
  {
    name: 'a pointer to a struct that stood in its typedef, and stands before it now',
    ...declared(
      'typedef struct lamp_state { __u32 hue; } *lamp_state_t;\n',
      'struct lamp_state { __u32 hue; };\ntypedef struct lamp_state __user *lamp_state_t;\n',
    ),
  },
  {
    name: 'a typedef of a typedef of the same pointer',
    ...declared('typedef struct lamp *lamp_t;\n', 'typedef struct lamp *bulb_t;\ntypedef bulb_t lamp_t;\n'),
  },
];
