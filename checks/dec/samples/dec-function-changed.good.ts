// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const good: Sample[] = [
  {
    name: 'an array of another length as a parameter',
    ...declared('int lamp_mac(__u8 mac[6]);\n', '#define LAMP_ALEN 6\nint lamp_mac(__u8 mac[LAMP_ALEN]);\n'),
  },
  {
    name: 'a parameter has another name, and extern is left out',
    ...declared('extern int lamp_open(const char *name);\n', 'int lamp_open(const char *path);\n'),
  },
  {
    name: 'the same code on other lines, with a comment',
    ...declared(
      'static inline int lamp_lit(int hue)\n{ return hue; }\n',
      'static __inline__ int lamp_lit(int hue)\n{\n\t/* Any hue is lit. */\n\treturn hue;\n}\n',
    ),
  },
  {
    name: 'other names of the parameters',
    ...declared(
      'struct lamp { __u32 hue; };\nstatic inline __u32 lamp_sum(struct lamp *lamp, __u32 hue)\n{\n\treturn lamp->hue + hue;\n}\n',
      'struct lamp { __u32 hue; };\nstatic inline __u32 lamp_sum(struct lamp *one, __u32 more)\n{\n\treturn one->hue + more;\n}\n',
    ),
  },
  {
    name: 'a promise to leave alone what a pointer points to',
    ...declared('int lamp_open(char *name, int room);\n', 'int lamp_open(const char *name, int room);\n'),
  },
  {
    name: 'a typedef of the same pointer, and one of the same integer',
    ...declared(
      'struct lamp;\nextern struct lamp *lamp_next(struct lamp *lamp, __u32 hue);\n',
      'struct lamp;\ntypedef struct lamp *lamp_t;\ntypedef __u32 hue_t;\nextern lamp_t lamp_next(lamp_t lamp, hue_t hue);\n',
    ),
  },
  {
    name: 'a variable of the code by another name',
    ...declared(
      'static inline int lamp_lit(int hue)\n{\n\tint r = hue & 3;\n\n\treturn r;\n}\n',
      'static inline int lamp_lit(int hue)\n{\n\tint res = hue & 0x3;\n\n\treturn res;\n}\n',
    ),
  },
  {
    name: 'constants in code that are written otherwise',
    ...declared(
      'static inline int lamp_lit(int hue)\n{\n\treturn hue & 16;\n}\n',
      'static inline int lamp_lit(int hue)\n{\n\treturn hue & (1 << 4);\n}\n',
    ),
  },
];
