// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const bad: Sample[] = [
  {
    name: 'an inline function',
    ...declared('static inline __u32 lamp_off(__u32 v)\n{\n\treturn v >> 2;\n}\n', ''),
  },
  {
    name: 'a function whose own macro stays',
    ...declared(
      'static inline __u32 lamp_off(__u32 v)\n{\n\treturn v >> 2;\n}\n#define lamp_off lamp_off\n',
      '#define lamp_off lamp_off\n',
    ),
  },
  { name: 'a prototype', ...declared('extern int lamp_open(const char *name);\n', '') },
  {
    name: 'a table, and a variable of a library',
    ...declared(
      'extern int lamp_debug;\nstatic const char *const lamp_names[] = { "desk", "floor" };\n',
      'struct lamp;\n',
    ),
  },
];
