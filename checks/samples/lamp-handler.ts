// SPDX-License-Identifier: GPL-2.0-only
import { DRIVER_PATH, HEADER, UAPI_PATH } from './lamp.ts';

const DISPATCH = `long lamp_ioctl(struct lamp *lamp, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case VFIO_DEVICE_LAMP_OFF:
		return lamp_off(lamp);
	default:
		return -ENOTTY;
	}
}

static const struct vfio_device_ops lamp_ops = {
	.ioctl = lamp_ioctl,
};
`;

/** A made-up struct that the samples of handlers exchange: a hole in the middle, reserved space at the end. */
const GLOW = `
struct vfio_lamp_glow {
	__u32	argsz;
	__u32	flags;
#define VFIO_LAMP_GLOW_SOFTLY	(1 << 0)
	__u32	count;
	__u64	lumen;
	__u32	reserved;
	__u32	pad;
};
#define VFIO_DEVICE_LAMP_GLOW	_IO(VFIO_TYPE, VFIO_BASE + 3)
`;

/** The lamp gains an ioctl whose handler has that body; `minsz` ends with reserved, in each sample that says nothing. */
export function glowing(body: string, others = '', dispatch = DISPATCH) {
  const handler = `#include <linux/vfio.h>

${others}static int lamp_ioctl_glow(struct lamp *lamp, struct vfio_lamp_glow __user *arg)
{
	unsigned long minsz = offsetofend(struct vfio_lamp_glow, reserved);
${body}	return 0;
}

`;
  const asked = dispatch.replace(
    '	default:\n',
    '	case VFIO_DEVICE_LAMP_GLOW:\n		return lamp_ioctl_glow(lamp, (void __user *)arg);\n	default:\n',
  );
  return {
    before: { [UAPI_PATH]: HEADER, [DRIVER_PATH]: `#include <linux/vfio.h>\n\n${DISPATCH}` },
    after: { [UAPI_PATH]: HEADER + GLOW, [DRIVER_PATH]: handler + asked },
  };
}

export const DECLARED = '	struct vfio_lamp_glow glow;\n\n';
export const CLEARED = '	struct vfio_lamp_glow glow = {};\n\n';

export const COPIED = `	if (copy_from_user(&glow, arg, minsz))
		return -EFAULT;

`;

export const ASKED = `	if (glow.argsz < minsz)
		return -EINVAL;

`;

export const KNOWN = `	if (glow.flags & ~VFIO_LAMP_GLOW_SOFTLY || glow.reserved)
		return -EINVAL;

`;

/** All that a handler has to ask. */
export const SOUND = COPIED + ASKED + KNOWN;
export { DISPATCH };
