// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { LAMP_PATH, lampHeader } from '../../samples/small.ts';

const HEADER = {
  [LAMP_PATH]: lampHeader(
    "struct lamp_info { __u32 hue; __u32 watts; __u64 since; };\n#define LAMP_INFO\t_IOR('L', 1, struct lamp_info)\n",
  ),
};
const STRUCT = 'struct lamp {\n\tstruct lamp_info *info;\n\tu8 name[16];\n};\n\n';
const driver = (body: string) =>
  `#include <linux/lamp.h>\n\n${STRUCT}static long lamp_get(struct lamp *lamp, struct lamp_info __user *arg, u8 key[6])\n{\n\tstruct lamp_info info = {};\n\tstruct lamp_info *last = lamp->info;\n\n${body}\treturn 0;\n}\n`;

/** A change of what a handler does, from a copy that is sound. */
export const handling = (name: string, body: string, was = 'sizeof(info)'): Sample => ({
  name,
  before: {
    ...HEADER,
    'drivers/lamp/lamp.c': driver(`\tif (copy_to_user(arg, &info, ${was}))\n\t\treturn -EFAULT;\n`),
  },
  after: { ...HEADER, 'drivers/lamp/lamp.c': driver(body) },
});

export const bad: Sample[] = [
  handling(
    'the address of a struct',
    '\tif (copy_to_user(arg, &info, sizeof(&info)))\n\t\treturn -EFAULT;\n',
  ),
  handling(
    'a pointer to what is read',
    '\tif (copy_from_user(last, arg, sizeof(last)))\n\t\treturn -EFAULT;\n',
  ),
  handling(
    'a pointer of userspace, the least of two sizes',
    '\tif (copy_to_user(arg, &info, min_t(size_t, lamp->size, sizeof(arg))))\n\t\treturn -EFAULT;\n',
  ),
  handling('a pointer to what is cleared', '\tmemset(last, 0, sizeof(last));\n'),
  handling('a member that is a pointer', '\tmemcpy(lamp->info, &info, sizeof(lamp->info));\n'),
  handling('a parameter that looks like an array', '\tmemcpy(lamp->name, key, sizeof(key));\n'),
  handling(
    'the address of a parameter that is a pointer',
    '\tif (copy_to_user(arg, &lamp, sizeof(lamp)))\n\t\treturn -EFAULT;\n',
  ),
  handling('memory for a copy', '\tlast = memdup_user(arg, sizeof(arg));\n'),
];
