// SPDX-License-Identifier: GPL-2.0-only
import { edited, type Sample } from '../../samples/sample.ts';

const PATH = 'drivers/lamp/lamp.c';
const LAMP = `#include <linux/lamp.h>

static int lamp_set(struct lamp *lamp, u32 __user *arg)
{
	u32 hue;

	if (get_user(hue, arg))
		return -EFAULT;
	lamp->hue = hue;
	return 0;
}

static int lamp_get(struct lamp *lamp, void __user *arg)
{
	struct lamp_info info = {};

	if (put_user(lamp->hue, (u32 __user *)arg))
		return -EFAULT;
	if (copy_to_user(arg, &info, sizeof(info)))
		return -EFAULT;
	return 0;
}
`;

export const copied = (name: string, ...edits: [from: string, to: string][]): Sample => ({
  name,
  before: { [PATH]: LAMP },
  after: { [PATH]: edited(LAMP, ...edits) },
});

const AS_IT_IS = `	if (count == sizeof(s32)) {
		if (copy_from_user(&value, buf, sizeof(s32)))
			return -EFAULT;
	} else {
		int ret = kstrtos32_from_user(buf, count, 16, &value);

		if (ret)
			return ret;
	}
`;
const AS_TEXT = `	int ret = kstrtos32_from_user(buf, count, 16, &value);

	if (ret)
		return ret;
`;
export const LATENCY = `static ssize_t lamp_write(struct file *file, const char __user *buf, size_t count, loff_t *pos)
{
	s32 value;

${AS_IT_IS}	lamp_set(file->private_data, value);
	lamp_note(file);
	return count;
}
`;

export const bad: Sample[] = [
  copied('a number of another type', ['get_user(hue, arg)', 'get_user(hue, (u64 __user *)arg)']),
  copied('a parameter of another type', ['u32 __user *arg)', 'u16 __user *arg)']),
  copied('a part of a struct', ['&info, sizeof(info)', '&info, sizeof(info) - 4']),
  copied('a number that nobody knows to be read', [
    '	if (get_user(hue, arg))\n		return -EFAULT;\n',
    '	get_user(hue, arg);\n',
  ]),
  {
    name: 'a number that was taken as it is, and is read as text',
    before: { [PATH]: LATENCY },
    after: { [PATH]: LATENCY.replace(AS_IT_IS, AS_TEXT) },
  },
  copied('an answer that is overwritten', [
    '	if (copy_to_user(arg, &info, sizeof(info)))\n		return -EFAULT;\n	return 0;\n',
    '	int ret = 0;\n\n	ret = copy_to_user(arg, &info, sizeof(info));\n	lamp->told = true;\n	ret = 0;\n	return ret;\n',
  ]),
];
