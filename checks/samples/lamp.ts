// SPDX-License-Identifier: GPL-2.0-only
import { edited } from './sample.ts';

// A driver for a lamp: small, made up, in the house style of vfio.h. The samples of the rules are changes to it.

export const UAPI_PATH = 'include/uapi/linux/vfio.h';
export const DRIVER_PATH = 'drivers/vfio/lamp.c';

export const HEADER = `#include <linux/types.h>
#include <linux/ioctl.h>

#define VFIO_TYPE	(';')
#define VFIO_BASE	100

#define VFIO_GROUP_COUNT_LAMPS	_IO(VFIO_TYPE, VFIO_BASE + 1)

struct vfio_lamp_info {
	__u32	argsz;
	__u32	flags;
#define VFIO_LAMP_INFO_LIT	(1 << 0)
#define VFIO_LAMP_INFO_DIMMED	(1 << 1)
	__u32	hue;
	__u32	watts;
};
#define VFIO_DEVICE_LAMP_INFO	_IO(VFIO_TYPE, VFIO_BASE + 1)
#define VFIO_DEVICE_LAMP_OFF	_IO(VFIO_TYPE, VFIO_BASE + 2)

#define VFIO_REGION_INFO_CAP_GLOW	1
#define VFIO_REGION_INFO_CAP_BLINK	2

struct vfio_lamp_colour {
	__u8	red;
	__u8	green;
	__u8	blue;
};

enum vfio_lamp_state {
	VFIO_LAMP_STATE_OFF,
	VFIO_LAMP_STATE_ON,
};

#define VFIO_LAMP_HUES	360
`;

/** One function a command and a switch. */
const SWITCH = `long lamp_ioctl(struct lamp *lamp, unsigned int cmd, unsigned long arg)
{
	void __user *uarg = (void __user *)arg;

	switch (cmd) {
	case VFIO_DEVICE_LAMP_OFF:
		return lamp_off(lamp);
	default:
		return -ENOTTY;
	}
}
`;

/** A chain of ifs with the code in them. */
const CHAIN = `long lamp_ioctl(struct lamp *lamp, unsigned int cmd, unsigned long arg)
{
	unsigned long minsz;

	if (cmd == VFIO_DEVICE_LAMP_OFF) {
		return lamp_off(lamp);
	}

	return -ENOTTY;
}
`;

const SOUND_CHECK = `	if (dim.argsz < minsz || dim.flags & ~VFIO_LAMP_DIM_SLOWLY)
		return -EINVAL;

`;

/** The lamp learns to be dimmed; what the header's text and the handler's check look like is the sample's affair. */
export function dimming({
  check = SOUND_CHECK,
  number = 3,
  shape = 'switch',
}: {
  check?: string;
  number?: number;
  shape?: 'switch' | 'chain' | 'none';
} = {}) {
  const ioctl = `
struct vfio_lamp_dim {
	__u32	argsz;
	__u32	flags;
#define VFIO_LAMP_DIM_SLOWLY	(1 << 0)
	__u32	percent;
};
#define VFIO_DEVICE_LAMP_DIM	_IO(VFIO_TYPE, VFIO_BASE + ${number})
`;
  const last = '#define VFIO_DEVICE_LAMP_OFF	_IO(VFIO_TYPE, VFIO_BASE + 2)\n';
  const body = (argument: string) => `	minsz = offsetofend(struct vfio_lamp_dim, percent);

	if (copy_from_user(&dim, ${argument}, minsz))
		return -EFAULT;

${check}	return lamp_dim(lamp, dim.percent, dim.flags);
`;
  const inSwitch = edited(
    `static int lamp_ioctl_dim(struct lamp *lamp, struct vfio_lamp_dim __user *arg)
{
	struct vfio_lamp_dim dim;
	unsigned long minsz;

${body('arg')}}

${SWITCH}`,
    ['	default:\n', '	case VFIO_DEVICE_LAMP_DIM:\n		return lamp_ioctl_dim(lamp, uarg);\n	default:\n'],
  );
  const inChain = edited(CHAIN, [
    '		return lamp_off(lamp);\n	}',
    `		return lamp_off(lamp);
	} else if (cmd == VFIO_DEVICE_LAMP_DIM) {
		struct vfio_lamp_dim dim;

${body('(void __user *)arg').replace(/^(?=.)/gm, '\t')}	}`,
  ]);
  const driver = { switch: inSwitch, chain: inChain, none: SWITCH }[shape];
  return {
    before: { [UAPI_PATH]: HEADER, [DRIVER_PATH]: shape === 'chain' ? CHAIN : SWITCH },
    after: { [UAPI_PATH]: edited(HEADER, [last, last + ioctl]), [DRIVER_PATH]: driver },
  };
}
