// SPDX-License-Identifier: GPL-2.0-only
import { CLEARED, glowing, SOUND } from '../../samples/lamp-handler.ts';
import type { Sample } from '../../samples/sample.ts';

/** A dispatcher that hands on what it does not know. */
const FIRST = `static long lamp_first(struct lamp *lamp, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case VFIO_DEVICE_LAMP_OFF:
		return lamp_off(lamp);
	default:
		return -EAGAIN;
	}
}

long lamp_ioctl(struct lamp *lamp, unsigned int cmd, unsigned long arg)
{
	long ret = lamp_first(lamp, cmd, arg);

	if (ret != -EAGAIN)
		return ret;
	switch (cmd) {
	default:
		return -ENOTTY;
	}
}

static const struct vfio_device_ops lamp_ops = {
	.ioctl = lamp_ioctl,
};
`;

/** A dispatcher with a function for two of its commands. */
const SECOND = `static long lamp_second_ioctl(struct lamp *lamp, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case VFIO_DEVICE_LAMP_OFF:
		return lamp_off(lamp);
	default:
		return -EINVAL;
	}
}

long lamp_ioctl(struct lamp *lamp, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case VFIO_DEVICE_LAMP_OFF:
		return lamp_second_ioctl(lamp, cmd, arg);
	default:
		return -ENOTTY;
	}
}

static const struct vfio_device_ops lamp_ops = {
	.ioctl = lamp_ioctl,
};
`;

export const good: Sample[] = [
  { name: 'the convention', ...glowing(CLEARED + SOUND) },
  { name: 'an errno by which a dispatcher asks the next one', ...glowing(CLEARED + SOUND, '', FIRST) },
  {
    name: 'a function that is handed just the commands that it knows',
    ...glowing(CLEARED + SOUND, '', SECOND),
  },
];
