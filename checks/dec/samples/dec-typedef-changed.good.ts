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
];
