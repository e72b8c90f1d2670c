// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

const inline = (head: string, value: string) => `static inline ${head}\n{\n\treturn ${value};\n}\n`;

const BY_WORD = (short: string) => `\n#if __SIZEOF_LONG__ == 8\n\t\tv >> 3\n#else\n\t\t${short}\n#endif\n\t`;

export const bad: Sample[] = [
  {
    name: 'another parameter',
    ...declared(inline('int lamp_lit(int hue)', 'hue'), inline('int lamp_lit(const int *hue)', '*hue')),
  },
  {
    name: 'a pointer to a pointer to what is not to be written',
    ...declared('int lamp_names(char **names);\n', 'int lamp_names(const char **names);\n'),
  },
  {
    name: 'one parameter more',
    ...declared('int lamp_open(const char *name);\n', 'int lamp_open(const char *name, int flags);\n'),
  },
  {
    name: 'other code',
    ...declared(inline('__u32 lamp_off(__u32 v)', 'v >> 2'), inline('__u32 lamp_off(__u32 v)', 'v >> 3')),
  },
  {
    name: 'other code for targets of 32 bits alone',
    ...declared(
      inline('unsigned long lamp_off(unsigned long v)', BY_WORD('v >> 2')),
      inline('unsigned long lamp_off(unsigned long v)', BY_WORD('v >> 1')),
    ),
  },
  {
    name: 'gone on one architecture',
    ...declared(
      inline('__u32 lamp_off(__u32 v)', 'v >> 2'),
      `#ifndef __s390x__\n${inline('__u32 lamp_off(__u32 v)', 'v >> 2')}#endif\n`,
    ),
  },
  {
    name: 'another value of a table',
    ...declared(
      'static const int lamp_watts[] = { 25, 40, 60 };\n',
      'static const int lamp_watts[] = { 25, 40, 75 };\n',
    ),
  },
  {
    name: 'a typedef of a pointer to something else',
    ...declared(
      'struct lamp;\nextern int lamp_lit(struct lamp *lamp);\n',
      'struct bulb;\ntypedef struct bulb *lamp_t;\nextern int lamp_lit(lamp_t lamp);\n',
    ),
  },
];
