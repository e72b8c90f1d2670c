// SPDX-License-Identifier: GPL-2.0-only
import { changeOf } from './sample.ts';

// Two headers of a lamp, made up: one of its own, one in the house style of VFIO. The samples are changes to them.

export const LAMP_PATH = 'include/uapi/linux/lamp.h';
export const VFIO_PATH = 'include/uapi/linux/vfio.h';

export const LAMP = `/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
#ifndef _LAMP_H
#define _LAMP_H

#include <linux/types.h>
#include <linux/ioctl.h>

#define LAMP_HUES	360
#define LAMP_NAME	"lamp"
#define LAMP_WATTS(x)	((x) * 60)

#define LAMP_FLAG_LIT	0x1
#define LAMP_FLAG_DIMMED	0x2
#define LAMP_FLAGS	(LAMP_FLAG_LIT | LAMP_FLAG_DIMMED)

enum lamp_state {
	LAMP_STATE_OFF,
	LAMP_STATE_ON,
	LAMP_STATE_DIM,
	LAMP_STATE_NUM,
};

enum lamp_socket {
	LAMP_SOCKET_TOP,
	LAMP_SOCKET_SIDE,
	LAMP_NUM_SOCKETS = 2 /* Fixed user ABI */
};

struct lamp_colour {
	__u32	flags;
	__u32	hue;
};

#define LAMP_BASE	16
#define LAMP_GET_COLOUR	_IOR('L', LAMP_BASE, struct lamp_colour)
#define LAMP_SET_COLOUR	_IOW('L', LAMP_BASE + 1, struct lamp_colour)

#endif /* _LAMP_H */
`;

export const VFIO = `/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
#ifndef _UAPIVFIO_H
#define _UAPIVFIO_H

#include <linux/types.h>
#include <linux/ioctl.h>

#define VFIO_API_VERSION	0

#define VFIO_LAMP_IOMMU			1
#define __VFIO_RESERVED_TORCH_IOMMU	2
#define VFIO_LAMP_DIMS			3

#define VFIO_TYPE	(';')
#define VFIO_BASE	100

struct vfio_info_cap_header {
	__u16	id;
	__u16	version;
	__u32	next;
};

/**
 * VFIO_GROUP_COUNT_LAMPS - _IO(VFIO_TYPE, VFIO_BASE + 1)
 */
#define VFIO_GROUP_COUNT_LAMPS	_IO(VFIO_TYPE, VFIO_BASE + 1)

/**
 * VFIO_DEVICE_LAMP_INFO - _IOR(VFIO_TYPE, VFIO_BASE + 1, struct vfio_lamp_info)
 */
struct vfio_lamp_info {
	__u32	argsz;
	__u32	flags;
#define VFIO_LAMP_INFO_LIT	(1 << 0)
#define VFIO_LAMP_INFO_DIMMED	(1 << 1)
	__u32	hue;
	__u32	watts;
};
#define VFIO_DEVICE_LAMP_INFO	_IO(VFIO_TYPE, VFIO_BASE + 1)

/*
 * The structure below defines version 1 of this capability.
 */
#define VFIO_REGION_INFO_CAP_GLOW	1

struct vfio_region_info_cap_glow {
	struct vfio_info_cap_header header;
	__u32	lumen;
	__u32	reserved;
};

/* Deprecated, capability no longer provided */
#define VFIO_REGION_INFO_CAP_BLINK	2

enum {
	VFIO_LAMP_BULB_REGION_INDEX,
	VFIO_LAMP_SWITCH_REGION_INDEX,
	VFIO_LAMP_NUM_REGIONS
};

#endif /* _UAPIVFIO_H */
`;

type Replacement = readonly [from: string, to: string];

/** What the lamp's own header becomes, and what else there is on both sides. */
export function lamp(...replacements: readonly Replacement[]) {
  return changeOf(LAMP_PATH, LAMP, ...replacements);
}

export function vfio(...replacements: readonly Replacement[]) {
  return changeOf(VFIO_PATH, VFIO, ...replacements);
}

/** The same sample with more files on either side. */
export function along<T extends { before: Record<string, string>; after: Record<string, string> }>(
  sample: T,
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>> = before,
) {
  return { before: { ...sample.before, ...before }, after: { ...sample.after, ...after } };
}

const LAST = '#endif /* _LAMP_H */\n';
const VFIO_LAST = '#endif /* _UAPIVFIO_H */\n';

/** Text at the end of the header. */
export function lampWith(text: string) {
  return lamp([LAST, `${text}\n${LAST}`]);
}

export function vfioWith(text: string) {
  return vfio([VFIO_LAST, `${text}\n${VFIO_LAST}`]);
}
