// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

const LINKED = (inside: string, outside: string) =>
  `#ifdef __cplusplus\nextern "C" {\n#endif\nint lamp_on(int fd);\n${inside}#ifdef __cplusplus\n}\n#endif\n${outside}`;

export const bad: Sample[] = [
  {
    name: 'members that are called by words of C++',
    ...declared('', 'struct lamp_key {\n\t__s32 private;\n\t__u32 new;\n};\n'),
  },
  {
    name: 'a tag in an anonymous union, and a flexible array in one',
    ...declared(
      'struct lamp {\n\t__u32 n;\n};\n',
      'struct lamp {\n\t__u32 n;\n\tunion {\n\t\tstruct lamp_cell { __u32 hue; } cell;\n\t\t__u32 cells[];\n\t};\n};\n',
    ),
  },
  {
    name: 'an #error for C++ alone',
    ...declared(
      'struct lamp { int hue; };\n',
      '#ifdef __cplusplus\n#error "lamps are C"\n#endif\nstruct lamp { int hue; };\n',
    ),
  },
  {
    name: 'a parameter',
    ...declared(
      'static inline int lamp_lit(int hue) { return hue; }\n',
      'static inline int lamp_lit(int this) { return this; }\n',
    ),
  },
  {
    name: 'a variable of an inline function',
    ...declared('', 'static inline int lamp_lit(int hue)\n{\n\tint new = hue + 1;\n\n\treturn new;\n}\n'),
  },
  {
    name: 'a function that leaves extern "C"',
    ...declared(LINKED('int lamp_dim(int fd);\n', ''), LINKED('', 'int lamp_dim(int fd);\n')),
  },
  {
    name: 'words of prototypes that C++ has not',
    ...declared(
      'void lamp_copy(char *to, int hues[4]);\n',
      'void lamp_copy(char *restrict to, int hues[static 4]);\n',
    ),
  },
  {
    name: 'an enum above its enumerators',
    ...declared(
      'enum lamp_mode { LAMP_SLOW, LAMP_FAST };\nint lamp_go(enum lamp_mode mode);\n',
      'int lamp_go(enum lamp_mode mode);\nenum lamp_mode { LAMP_SLOW, LAMP_FAST };\n',
    ),
  },
  {
    name: 'a typedef that a tag is called like',
    ...declared('struct lamp { int hue; };\n', 'struct lamp { int hue; };\ntypedef __u32 lamp;\n'),
  },
  {
    name: 'a type that C++ has itself',
    ...declared('', 'typedef int bool;\n'),
  },
];
