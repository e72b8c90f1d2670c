// SPDX-License-Identifier: GPL-2.0-only
import { driver } from '../../samples/lamp-promise.ts';
import { edited, type Sample } from '../../samples/sample.ts';

const PATH = 'net/lamp/socket.c';
const SOCKET = `#include <linux/lamp.h>

static int lamp_setsockopt(struct socket *sock, int level, int name, sockptr_t arg, unsigned int len)
{
	switch (name) {
	case LAMP_DEPTH:
		return lamp_depth(sock, arg);
	}
	return -ENOPROTOOPT;
}
`;

const CALL = `#include <linux/lamp.h>

SYSCALL_DEFINE2(lamp_dim, int, fd, unsigned int, hue)
{
	if (hue > LAMP_HUES)
		return -ERANGE;
	if (lamp_busy(fd))
		return -EBUSY;
	return lamp_do_dim(fd, hue);
}
`;

const CONTROL = `static int lamp_hue_put(struct snd_kcontrol *kcontrol, struct snd_ctl_elem_value *value)
{
	struct lamp *lamp = snd_kcontrol_chip(kcontrol);

	if (value->value.integer.value[0] > LAMP_HUES)
		return -EIO;
	return lamp_dye(lamp, value->value.integer.value[0]);
}
`;

/** Errors that no if stands in front of. */
export const ANSWERS = `#include <linux/lamp.h>

static int lamp_get_watts(struct tty_struct *tty)
{
	struct lamp *lamp = tty->driver_data;

	if (lamp->ops->watts)
		return lamp->ops->watts(lamp);
	return -EINVAL;
}

static int lamp_ioctl_mode(struct lamp *lamp, int mode)
{
	int ret;

	switch (mode) {
	case LAMP_WARM:
		ret = lamp_warm(lamp);
		break;
	default:
		ret = -EOPNOTSUPP;
		break;
	}
	return ret;
}

static int lamp_open(struct inode *inode, struct file *file)
{
	int ret;

	ret = -ENODEV;
	if (lamp_is_off(inode))
		goto out;
	ret = lamp_power(inode);
out:
	return ret;
}

static const struct tty_operations lamp_ops = {
	.tiocmget = lamp_get_watts,
};

static const struct file_operations lamp_fops = {
	.open = lamp_open,
};
`;

export const answered = (name: string, ...edits: [from: string, to: string][]): Sample => ({
  name,
  before: { 'drivers/lamp/lamp.c': ANSWERS },
  after: { 'drivers/lamp/lamp.c': edited(ANSWERS, ...edits) },
});

export const bad: Sample[] = [
  answered('the last return', ['	return -EINVAL;', '	return -ENOTTY;']),
  answered('the default of a switch', ['-EOPNOTSUPP', '-EINVAL']),
  answered('an error in front of a goto', ['	ret = -ENODEV;', '	ret = -ENXIO;']),
  {
    name: 'an option of a socket that nobody knows',
    before: { [PATH]: SOCKET },
    after: { [PATH]: edited(SOCKET, ['	return -ENOPROTOOPT;', '	return -EINVAL;']) },
  },
  {
    name: 'a system call',
    before: { 'kernel/lamp.c': CALL },
    after: { 'kernel/lamp.c': edited(CALL, ['-ERANGE', '-EINVAL']) },
  },
  {
    name: 'a control of a sound card',
    before: { 'sound/lamp.c': CONTROL },
    after: { 'sound/lamp.c': edited(CONTROL, ['-EIO', '-EINVAL']) },
  },
  { name: 'a lamp without power', ...driver(['		return -ENXIO;', '		return -EPERM;']) },
];
