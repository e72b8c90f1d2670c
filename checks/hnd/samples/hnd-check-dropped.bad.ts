// SPDX-License-Identifier: GPL-2.0-only
import { edited, type Sample } from '../../samples/sample.ts';

const PATH = 'drivers/lamp/lamp.c';

export const CALL = `#include <linux/lamp.h>

SYSCALL_DEFINE2(lamp_open, int, room, int, flags)
{
	if (flags & LAMP_CLOSE) {
		if (flags & ~LAMP_CLOSE)
			return -EINVAL;
		return lamp_close(room);
	}
	if (flags & LAMP_DIM)
		lamp_dim(room);
	if (room < 0)
		return -EBADF;
	return lamp_open(room);
}

SYSCALL_DEFINE2(lamp_tune, int, room, int, hue)
{
	return lamp_tune(room, hue);
}
`;

const COPY = `#include <linux/lamp.h>

static int lamp_copy_attr(struct lamp_attr __user *uattr, struct lamp_attr *attr)
{
	u32 size;
	int ret;

	if (get_user(size, &uattr->size))
		return -EFAULT;
	ret = copy_struct_from_user(attr, sizeof(*attr), uattr, size);
	if (ret)
		return ret;
	attr->size = size;
	if (attr->__reserved_1 || attr->__reserved_2)
		return -EINVAL;
	if (attr->hue > LAMP_HUES)
		return -EINVAL;
	return 0;
}
`;

/** A system call that hands its flags to a helper. */
export const HANDED = `#include <linux/syscalls.h>

static int do_lamp(unsigned int hue, int flags)
{
	if (flags & ~LAMP_FAST)
		return -EINVAL;
	return lamp_make(hue, flags);
}

SYSCALL_DEFINE2(lamp2, unsigned int, hue, int, flags)
{
	return do_lamp(hue, flags);
}
`;

const dropped = (name: string, text: string, from: string, to = ''): Sample => ({
  name,
  before: { [PATH]: text },
  after: { [PATH]: edited(text, [from, to]) },
});

export const ELEMENTS = `#include <linux/lamp.h>

static int lamp_set_attr(struct lamp *lamp, void __user *arg)
{
	struct lamp_attr attr;

	if (copy_from_user(&attr, arg, sizeof(attr)))
		return -EFAULT;
	if (attr.reserved[0] || attr.reserved[1])
		return -EINVAL;
	lamp->hue = attr.hue;
	return 0;
}
`;

const SHORT = `#include <linux/lamp.h>

SYSCALL_DEFINE2(lamp_light, int, room, unsigned int, flags)
{
	if (flags & ~LAMP_CLOSE)
		return -EINVAL;
	return lamp_light(room, flags);
}
`;

/** A handler that looks at what it is passed. */
export const TUNE = `#include <linux/lamp.h>

static int lamp_fit(struct lamp *lamp, u32 hue)
{
	lamp->hues[hue] = 1;
	return 0;
}

static int lamp_tune(struct lamp *lamp, void __user *arg, size_t len)
{
	struct lamp_tune tune;

	if (len < sizeof(tune))
		return -EINVAL;
	if (check_zeroed_user(arg + sizeof(tune), len - sizeof(tune)) <= 0)
		return -E2BIG;
	if (copy_from_user(&tune, arg, sizeof(tune)))
		return -EFAULT;
	if (tune.hue >= LAMP_HUES)
		return -EINVAL;
	switch (tune.mode) {
	case LAMP_WARM:
	case LAMP_COLD:
		break;
	default:
		return -EINVAL;
	}
	lamp->mode = tune.mode;
	lamp->len = len;
	return lamp_fit(lamp, tune.hue);
}
`;

/** A change of that handler. */
export const tuned = (name: string, ...edits: [from: string, to: string][]): Sample => ({
  name,
  before: { [PATH]: TUNE },
  after: { [PATH]: edited(TUNE, ...edits) },
});

export const bad: Sample[] = [
  tuned('a value that is too large', ['	if (tune.hue >= LAMP_HUES)\n		return -EINVAL;\n', '']),
  tuned('a length that is too short', ['	if (len < sizeof(tune))\n		return -EINVAL;\n', '']),
  tuned('a value that is too large, but for one mode', [
    '	if (tune.hue >= LAMP_HUES)\n		return -EINVAL;\n',
    '	if (tune.mode == LAMP_WARM) {\n		if (tune.hue >= LAMP_HUES)\n			return -EINVAL;\n	}\n',
  ]),
  tuned('bytes behind what is known', [
    '	if (check_zeroed_user(arg + sizeof(tune), len - sizeof(tune)) <= 0)\n		return -E2BIG;\n',
    '',
  ]),
  tuned('a mode that is not known', [
    '	switch (tune.mode) {\n	case LAMP_WARM:\n	case LAMP_COLD:\n		break;\n	default:\n		return -EINVAL;\n	}\n',
    '',
  ]),
  dropped('flags of a system call', CALL, '		if (flags & ~LAMP_CLOSE)\n			return -EINVAL;\n'),
  dropped(
    'one of two reserved words of a struct that a caller holds',
    COPY,
    'if (attr->__reserved_1 || attr->__reserved_2)',
    'if (attr->__reserved_1)',
  ),
  {
    name: 'one element of an array',
    before: { [PATH]: ELEMENTS },
    after: { [PATH]: edited(ELEMENTS, ['attr.reserved[0] || attr.reserved[1]', 'attr.reserved[0]']) },
  },
  {
    name: 'flags of a short system call',
    before: { [PATH]: SHORT },
    after: { [PATH]: edited(SHORT, ['	if (flags & ~LAMP_CLOSE)\n		return -EINVAL;\n', '']) },
  },
  dropped(
    'flags of a system call, which a helper asks',
    HANDED,
    '	if (flags & ~LAMP_FAST)\n		return -EINVAL;\n',
  ),
];
