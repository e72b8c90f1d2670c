// SPDX-License-Identifier: GPL-2.0-only
import { changeOf, type Sample } from '../../samples/sample.ts';

const PATH = 'drivers/lamp/lamp.c';
const LAMP = `#include <linux/lamp.h>

struct lamp_info32 {
	compat_int_t	number;
	compat_ulong_t	flags;
	u32		reserved[2];
	char		name[LAMP_NAME_SIZE];
};

static int lamp_get32(struct lamp *lamp, struct lamp_info32 __user *arg)
{
	struct lamp_info32 info = {};

	info.number = lamp->number;
	if (copy_to_user(arg, &info, sizeof(info)))
		return -EFAULT;
	return 0;
}
`;

export const laidOut = (name: string, ...edits: [from: string, to: string][]): Sample => ({
  name,
  ...changeOf(PATH, LAMP, ...edits),
});

export const bad: Sample[] = [
  laidOut('a member that is gone', ['	compat_ulong_t	flags;\n', '']),
  laidOut('a member in the middle', ['	u32		reserved[2];\n', '	u32		hue;\n	u32		reserved[2];\n']),
  laidOut('a member of another size', ['compat_ulong_t	flags', 'u64		flags']),
  laidOut('a member at the end', [
    '	char		name[LAMP_NAME_SIZE];\n',
    '	char		name[LAMP_NAME_SIZE];\n	u32		hue;\n',
  ]),
];
