// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { LAMP_PATH, lampHeader } from '../../samples/small.ts';

const HEADER = {
  [LAMP_PATH]: lampHeader(
    "struct lamp_info { __u32 hue; };\n#define LAMP_INFO\t_IOR('L', 1, struct lamp_info)\n",
  ),
};
const driver = (body: string) =>
  `#include <linux/lamp.h>\n\nstatic long lamp_get(struct file *file, void __user *arg)\n{\n\tstruct lamp_info info = {};\n\tint ret;\n\n${body}}\n`;
const SOUND = '\tif (copy_to_user(arg, &info, sizeof(info)))\n\t\treturn -EFAULT;\n\treturn 0;\n';

const made = (name: string, body: string): Sample => ({
  name,
  before: { ...HEADER, 'drivers/lamp/lamp.c': driver(SOUND) },
  after: { ...HEADER, 'drivers/lamp/lamp.c': driver(body) },
});

export const bad: Sample[] = [
  made('directly', '\treturn copy_to_user(arg, &info, sizeof(info));\n'),
  made('through a variable', '\tret = copy_to_user(arg, &info, sizeof(info));\n\treturn ret;\n'),
  made(
    'a variable that is asked for a negative number',
    '\tret = copy_to_user(arg, &info, sizeof(info));\n\tif (ret < 0)\n\t\treturn -EFAULT;\n\treturn 0;\n',
  ),
  made(
    'the call itself is asked for one',
    '\tif (copy_to_user(arg, &info, sizeof(info)) < 0)\n\t\treturn -EFAULT;\n\treturn 0;\n',
  ),
  made(
    'a variable that is asked for anything but 0',
    '\tret = copy_to_user(arg, &info, sizeof(info));\n\tif (ret)\n\t\treturn ret;\n\treturn 0;\n',
  ),
  made(
    'a variable that a label returns',
    '\tret = copy_to_user(arg, &info, sizeof(info));\n\tif (ret)\n\t\tgoto out;\n\tlamp_tell(file);\n\tret = 0;\nout:\n\tlamp_put(file);\n\treturn ret;\n',
  ),
  made(
    'the arm of a switch',
    '\tswitch (lamp_kind(file)) {\n\tcase LAMP_INFO:\n\t\tret = copy_to_user(arg, &info, sizeof(info));\n\t\tbreak;\n\tdefault:\n\t\tret = -ENOTTY;\n\t}\n\treturn ret;\n',
  ),
];
