// SPDX-License-Identifier: GPL-2.0-only
import { edited, type Sample } from '../../samples/sample.ts';
import { laidOut } from './hnd-struct-changed.bad.ts';

const PATH = 'drivers/lamp/lamp.c';
const OWN = `struct lamp {
	u32	number;
	u32	flags;
	u32	hue;
};

static int lamp_get(struct lamp *lamp, u32 __user *arg)
{
	return put_user(lamp->hue, arg);
}
`;

export const good: Sample[] = [
  laidOut('another name for a member', ['compat_ulong_t	flags', 'compat_ulong_t	obsolete']),
  laidOut('another name for a type', ['compat_ulong_t	flags', 'u32		flags']),
  laidOut('a part of what was reserved', ['	u32		reserved[2];\n', '	u32		hue;\n	u32		reserved;\n']),
  {
    name: 'a struct of the kernel alone',
    before: { [PATH]: OWN },
    after: { [PATH]: edited(OWN, ['	u32	flags;\n', '']) },
  },
];
