// SPDX-License-Identifier: GPL-2.0-only
import { DRIVER_PATH, UAPI_PATH } from '../../samples/lamp.ts';
import { ASKED, CLEARED, COPIED, glowing, SOUND } from '../../samples/lamp-handler.ts';
import type { Sample } from '../../samples/sample.ts';

function united() {
  const { before, after } = glowing(
    `${CLEARED}${COPIED}${ASKED}	if (glow.flags & ~VFIO_LAMP_GLOW_SOFTLY)\n		return -EINVAL;\n	lamp->level = glow.level;\n`,
  );
  const union = '	union {\n		__u32	level;\n		__u32	reserved;\n	};\n';
  return {
    before,
    after: { ...after, [UAPI_PATH]: after[UAPI_PATH].replace('	__u32	reserved;\n', union) },
  };
}

function asking() {
  const { after } = glowing(`${CLEARED}${COPIED}${ASKED}`);
  const driver = after[DRIVER_PATH].replace('copy_from_user', '__copy_from_user');
  return { before: { ...after, [DRIVER_PATH]: driver }, after };
}

export const good: Sample[] = [
  { name: 'reserved must be 0; pad is not copied', ...glowing(CLEARED + SOUND) },
  { name: 'space in one arm of a union, which another arm has a name for', ...united() },
  {
    name: 'reserved must be 0, which a macro tells of',
    ...glowing(
      `${CLEARED}${COPIED}${ASKED}	if (LAMP_IOCTL_DBG(lamp, glow.flags & ~VFIO_LAMP_GLOW_SOFTLY) ||\n	    LAMP_IOCTL_DBG(lamp, glow.reserved))\n		return -EINVAL;\n`,
    ),
  },
  { name: 'a copy that did not ask access_ok() itself before', ...asking() },
];
