// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { LAMP_PATH, lampHeader } from '../../samples/small.ts';

const HEADER = {
  [LAMP_PATH]: lampHeader(
    "struct lamp_info { __u32 hue; };\n#define LAMP_INFO\t_IOR('L', 1, struct lamp_info)\n",
  ),
};
const driver = (body: string, head = 'static long lamp_get(struct file *file, void __user *arg)') =>
  `#include <linux/lamp.h>\n\n${head}\n{\n\tstruct lamp_info info = {};\n\tint ret;\n\n${body}}\n`;
const SOUND = '\tif (copy_to_user(arg, &info, sizeof(info)))\n\t\treturn -EFAULT;\n\treturn 0;\n';

const made = (name: string, text: string): Sample => ({
  name,
  before: { ...HEADER, 'drivers/lamp/lamp.c': driver(SOUND) },
  after: { ...HEADER, 'drivers/lamp/lamp.c': text },
});

const ASKED = `
static long lamp_ioctl(struct file *file, unsigned int cmd, void __user *arg)
{
	if (lamp_get(file, arg))
		return -EFAULT;
	return 0;
}
`;

export const good: Sample[] = [
  made('an error in its place', driver('\treturn copy_to_user(arg, &info, sizeof(info)) ? -EFAULT : 0;\n')),
  made(
    'another call that is asked for a negative number',
    driver(
      '\tif (copy_to_user(arg, &info, sizeof(info)))\n\t\treturn -EFAULT;\n\tret = lamp_wait(file);\n\tif (ret < 0)\n\t\treturn ret;\n\treturn 0;\n',
    ),
  ),
  made(
    'a variable that is asked',
    driver(
      '\tret = copy_to_user(arg, &info, sizeof(info));\n\tif (ret)\n\t\treturn -EFAULT;\n\treturn ret;\n',
    ),
  ),
  made(
    'a function that counts what was left',
    driver(
      '\treturn copy_to_user(arg, &info, sizeof(info));\n',
      'static unsigned long lamp_put(struct file *file, void __user *arg)',
    ),
  ),
  made(
    'a function that is only asked whether all was copied',
    `${driver('\treturn copy_to_user(arg, &info, sizeof(info));\n')}${ASKED}`,
  ),
];
