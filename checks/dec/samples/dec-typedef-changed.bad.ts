// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const bad: Sample[] = [
  { name: 'more bytes', ...declared('typedef __u32 lamp_id;\n', 'typedef __u64 lamp_id;\n') },
  { name: 'another sign', ...declared('typedef __u32 lamp_id;\n', 'typedef __s32 lamp_id;\n') },
  {
    name: 'another size on 32-bit architectures alone',
    ...declared('typedef __u64 lamp_id;\n', 'typedef unsigned long lamp_id;\n'),
  },
  {
    name: 'a byte that has another sign where char has none',
    ...declared('typedef char lamp_letter;\n', 'typedef signed char lamp_letter;\n'),
  },
  {
    name: 'what a pointer points to, and what a function takes',
    ...declared(
      'typedef char *lamp_name;\ntypedef void (*lamp_cb)(int hue);\ntypedef int lamp_fn(int);\n',
      'typedef const char *lamp_name;\ntypedef void (*lamp_cb)(void *lamp);\ntypedef int lamp_fn(int, int);\n',
    ),
  },
  {
    name: 'a typedef of a function of another type, by another typedef',
    ...declared(
      'typedef void (*lamp_cb)(int hue);\n',
      'typedef void (*room_cb)(long hue);\ntypedef room_cb lamp_cb;\n',
    ),
  },
];
