// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { handling } from './hnd-pointer-size.bad.ts';

export const good: Sample[] = [
  handling(
    'the struct, and what a pointer points to',
    '\tmemset(last, 0, sizeof(*last));\n\tif (copy_to_user(arg, &info, sizeof(struct lamp_info)))\n\t\treturn -EFAULT;\n',
  ),
  handling(
    'a pointer that is copied itself',
    '\tif (copy_to_user(arg, &last, sizeof(last)))\n\t\treturn -EFAULT;\n\tmemset(&last, 0, sizeof(&last));\n',
  ),
  handling(
    'arrays',
    '\tu8 name[16];\n\n\tmemcpy(name, lamp->name, sizeof(name));\n\tmemset(lamp->name, 0, sizeof(lamp->name));\n',
  ),
  handling(
    'pointers to what is as wide as they are',
    '\tvoid **slots = lamp->slots;\n\tunsigned long *bits = lamp->bits;\n\n\tmemset(slots, 0, sizeof(slots));\n\tmemset(bits, 0, sizeof(bits));\n',
  ),
  handling(
    'one that was there before',
    '\tif (copy_to_user(arg, &info, sizeof(&info)))\n\t\treturn -EFAULT;\n\tlamp->reads++;\n',
    'sizeof(&info)',
  ),
];
