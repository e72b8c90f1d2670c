// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { narrow, WITHOUT } from './hnd-compat-dropped.bad.ts';

const PATH = 'drivers/lamp/lamp.c';
const REFUSES = `static int lamp_draw(struct lamp *lamp, void __user *arg)
{
	if (in_compat_syscall())
		return -EOPNOTSUPP;
	return lamp_glow(lamp, arg);
}
`;

export const good: Sample[] = [
  narrow('another way to ask', ['in_compat_syscall()', 'is_compat_task()']),
  narrow('a function that asks in its place', WITHOUT, [
    'static int lamp_next(',
    `static int lamp_at(void __user **lamp, void __user * __user *lamps, int i)
{
	if (in_compat_syscall())
		return lamp_at32(lamp, lamps, i);
	return -EINVAL;
}

static int lamp_next(`,
  ]),
  {
    name: 'programs of 32 bits that are no longer refused',
    before: { [PATH]: REFUSES },
    after: { [PATH]: REFUSES.replace('	if (in_compat_syscall())\n		return -EOPNOTSUPP;\n', '') },
  },
];
