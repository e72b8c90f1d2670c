// SPDX-License-Identifier: GPL-2.0-only
import { DECLARED, glowing, SOUND } from '../../samples/lamp-handler.ts';
import { edited, type Sample } from '../../samples/sample.ts';

const STATE = `#include <linux/types.h>

struct lamp_state {
	__u8	kind;
	__u32	hue;
};
`;

const FILLING = `#include <linux/lamp.h>

static void lamp_fill(struct lamp *lamp, struct lamp_state *st)
{
	memset(st, 0, sizeof(*st));
	st->kind = 1;
	st->hue = lamp->hue;
}

static long lamp_get(struct lamp *lamp, void __user *arg)
{
	struct lamp_state out;

	lamp_fill(lamp, &out);
	if (copy_to_user(arg, &out, sizeof(out)))
		return -EFAULT;
	return 0;
}

static long lamp_peek(struct lamp *lamp, void __user *arg)
{
	struct lamp_state *st = kzalloc(sizeof(*st), GFP_KERNEL);
	long ret = 0;

	if (!st)
		return -ENOMEM;
	st->kind = 1;
	st->hue = lamp->hue;
	if (copy_to_user(arg, st, sizeof(*st)))
		ret = -EFAULT;
	kfree(st);
	return ret;
}
`;

export const filling = (name: string, ...edits: [from: string, to: string][]): Sample => ({
  name,
  before: { 'include/uapi/linux/lamp.h': STATE, 'drivers/lamp/lamp.c': FILLING },
  after: { 'include/uapi/linux/lamp.h': STATE, 'drivers/lamp/lamp.c': edited(FILLING, ...edits) },
});

const BYTES = `static int lamp_toc(struct lamp *lamp, u8 __user *arg)
{
	u8 *buffer = kzalloc(32, GFP_KERNEL);
	int ret;

	if (!buffer)
		return -ENOMEM;
	ret = lamp_command(lamp, buffer, 32);
	if (copy_to_user(arg, buffer + 2, 2))
		ret = -EFAULT;
	lamp->first = buffer[2];
	kfree(buffer);
	return ret;
}

static void lamp_get_config(struct lamp *lamp, unsigned int offset, void *buf, unsigned int len)
{
	memset(buf, 0, len);
	if (offset > lamp->size)
		return;
	memcpy(buf, lamp->config + offset, min(len, lamp->size - offset));
}
`;

export const bytes = (name: string, ...edits: [from: string, to: string][]): Sample => ({
  name,
  before: { 'include/uapi/linux/lamp.h': STATE, 'drivers/lamp/lamp.c': BYTES },
  after: { 'include/uapi/linux/lamp.h': STATE, 'drivers/lamp/lamp.c': edited(BYTES, ...edits) },
});

export const bad: Sample[] = [
  {
    name: 'a member that nobody writes',
    ...glowing(`${DECLARED}${SOUND}	if (copy_to_user(arg, &glow, min_t(size_t, glow.argsz, sizeof(glow))))
		return -EFAULT;

`),
  },
  {
    name: 'all members are written, and there is a hole between them',
    ...glowing(`${DECLARED}	glow.argsz = sizeof(glow);
	glow.flags = 0;
	glow.count = 1;
	glow.lumen = 800;
	glow.reserved = 0;
	glow.pad = 0;
	if (copy_to_user(arg, &glow, sizeof(glow)))
		return -EFAULT;

`),
  },
  filling('memory that is no longer allocated with zeros', ['kzalloc(', 'kmalloc(']),
  filling('a function that no longer clears what its caller hands out', [
    '	memset(st, 0, sizeof(*st));\n',
    '',
  ]),
  bytes('bytes on the heap that a command may leave as they are, which is undetermined', [
    'kzalloc(',
    'kmalloc(',
  ]),
  bytes('room of a caller that is written in part, which is undetermined', ['	memset(buf, 0, len);\n', '']),
];
