// SPDX-License-Identifier: GPL-2.0-only
import { Snapshot } from '../../series/sources.ts';

const DRIVER = `struct lamp {
	bool on;
};

static long lamp_ioctl(struct lamp *lamp, unsigned int cmd)
{
	switch (cmd) {
	case LAMP_FLAGS:
		return LAMP_FLAG_ON;
	default:
		return -ENOTTY;
	}
}
`;

const HEADER = `#define LAMP_FLAGS	_IO('L', 0)
#define LAMP_FLAG_ON	(1 << 0)
`;

/** A tree that the sample topic is about. */
export const LAMP_TREE = new Snapshot(
  'lamp-1.0',
  new Map([
    ['drivers/lamp.c', DRIVER],
    // Says nothing of what the lamp's driver does.
    ['drivers/neighbour.c', 'int neighbour = LAMP_DIM;\n'],
    ['include/uapi/linux/lamp.h', HEADER],
  ]),
);
