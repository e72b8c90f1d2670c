// SPDX-License-Identifier: GPL-2.0-only
// Made-up commands whose comments say how they fail, for samples.

export const LAMP_HEADER = `#include <linux/ioctl.h>

/**
 * VFIO_LAMP_DIM - _IO(';', 117)
 *
 * Return: 0 on success, -errno on failure:
 *  -EINVAL: more than 100 percent.
 */
#define VFIO_LAMP_DIM	_IO(';', 117)
`;

export const LAMP_CALL = `static int lamp_ioctl_dim(struct lamp *lamp, unsigned long arg)
{
	if (arg > 100)
		return -EINVAL;

	lamp->percent = arg;
	return 0;
}

long lamp_ioctl(struct lamp *lamp, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case VFIO_LAMP_DIM:
		return lamp_ioctl_dim(lamp, arg);
	default:
		return -ENOTTY;
	}
}
`;

export const KETTLE_HEADER = `#include <linux/ioctl.h>

/*
 * Begins to boil.  Fails with EBUSY where the kettle boils already, and with
 * nothing else.
 */
#define KETTLE_BOIL	_IO('k', 3)
`;

export const KETTLE_CALL = `static int kettle_boil(struct kettle *kettle)
{
	if (kettle->boils)
		return -EBUSY;

	kettle->boils = true;
	return 0;
}

long kettle_ioctl(struct kettle *kettle, unsigned int cmd)
{
	switch (cmd) {
	case KETTLE_BOIL:
		return kettle_boil(kettle);
	default:
		return -ENOTTY;
	}
}
`;
