// SPDX-License-Identifier: GPL-2.0-only
import { edited } from './sample.ts';
import { LAMP_PATH, lampHeader } from './small.ts';

const HEADER = lampHeader(`#define LAMP_SET_TYPE _IO('L', 1)
#define LAMP_TYPE_PLAIN 1
#define LAMP_TYPE_TIMED 2
`);

/** A lamp whose user chooses between two types. */
const CODE = `#include <linux/lamp.h>

static int lamp_set_type(struct lamp *lamp, unsigned long arg)
{
	switch (arg) {
	case LAMP_TYPE_PLAIN:
		break;
	case LAMP_TYPE_TIMED:
		lamp->timed = true;
		break;
	default:
		return -EINVAL;
	}
	return 0;
}

long lamp_ioctl(struct lamp *lamp, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case LAMP_SET_TYPE:
		return lamp_set_type(lamp, arg);
	default:
		return -ENOTTY;
	}
}
`;

const PATH = 'drivers/vfio/lamp.c';

export function typed(...replacements: readonly (readonly [from: string, to: string])[]) {
  return {
    before: { [LAMP_PATH]: HEADER, [PATH]: CODE },
    after: { [LAMP_PATH]: HEADER, [PATH]: edited(CODE, ...replacements) },
  };
}
