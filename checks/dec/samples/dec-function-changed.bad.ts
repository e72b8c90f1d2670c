// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

const inline = (head: string, value: string) => `static inline ${head}\n{\n\treturn ${value};\n}\n`;

export const bad: Sample[] = [
  {
    name: 'another parameter',
    ...declared(inline('int lamp_lit(int hue)', 'hue'), inline('int lamp_lit(const int *hue)', '*hue')),
  },
  {
    name: 'one parameter more',
    ...declared('int lamp_open(const char *name);\n', 'int lamp_open(const char *name, int flags);\n'),
  },
  {
    name: 'other code',
    ...declared(inline('__u32 lamp_off(__u32 v)', 'v >> 2'), inline('__u32 lamp_off(__u32 v)', 'v >> 3')),
  },
];
