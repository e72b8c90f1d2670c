// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const good: Sample[] = [
  {
    name: 'another name for C++',
    ...declared('', 'struct lamp_key {\n#ifndef __cplusplus\n\t__s32 private;\n#endif\n\t__s32 priv;\n};\n'),
  },
  {
    name: 'what was refused before',
    ...declared(
      'struct lamp_key {\n\t__s32 private;\n};\n',
      'struct lamp_key {\n\t__s32 private;\n};\n#define LAMP_KEYS 3\n',
    ),
  },
  {
    name: 'the macros of linux/stddef.h',
    ...declared(
      'struct lamp {\n\t__u32 n;\n\t__u32 hue;\n};\n',
      'struct lamp {\n\t__struct_group(lamp_head, head, /* no attrs */,\n\t\t__u32 n;\n\t\t__u32 hue;\n\t);\n\tunion {\n\t\t__DECLARE_FLEX_ARRAY(__u32, cells);\n\t\t__DECLARE_FLEX_ARRAY(__u8, bytes);\n\t};\n};\n',
    ),
  },
  {
    name: 'a typedef of the struct that is called like it, and a word that C++ has by a macro',
    ...declared(
      'struct lamp { int hue; };\n',
      '#define restrict __restrict\nstruct lamp { int hue; };\ntypedef struct lamp lamp;\nvoid lamp_copy(char *restrict to);\n',
    ),
  },
  {
    name: 'an enum that a comment names above it, and functions that were never in extern "C"',
    ...declared(
      'int lamp_on(int fd);\nenum lamp_mode { LAMP_SLOW };\n',
      '/* takes an enum lamp_mode */\nint lamp_on(int fd);\nint lamp_off(int fd);\nenum lamp_mode { LAMP_SLOW };\n',
    ),
  },
  {
    name: 'extern "C" before each function',
    ...declared(
      '#ifdef __cplusplus\nextern "C" {\n#endif\nint lamp_on(int fd);\n#ifdef __cplusplus\n}\n#endif\n',
      '#ifdef __cplusplus\nextern "C"\n#endif\nint lamp_on(int fd);\n',
    ),
  },
  {
    name: 'code for C++ alone',
    ...declared(
      '',
      '#ifdef __cplusplus\nstatic inline int lamp_lit(int hue) { return static_cast<int>(hue); }\n#endif\n',
    ),
  },
];
