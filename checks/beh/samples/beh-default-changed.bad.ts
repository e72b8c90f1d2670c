// SPDX-License-Identifier: GPL-2.0-only

import { DRIVER_PATH } from '../../samples/lamp.ts';
import { driver, LAMP_DRIVER } from '../../samples/lamp-promise.ts';
import { edited, type Sample } from '../../samples/sample.ts';

const OFF = '	if (hue == LAMP_HUE_NONE)\n		return -EINVAL;\n';

const OPS_PATH = 'net/lamp/netlink.c';
const OPS = `#include <linux/lamp.h>

static const struct genl_ops lamp_ops[] = {
	{
		.cmd	= LAMP_CMD_GET,
		.doit	= lamp_get,
	},
};
`;

export const bad: Sample[] = [
  {
    name: 'a refusal that is gone',
    ...driver(['	if (hue == LAMP_HUE_NONE)\n		return -EINVAL;\n', '']),
  },
  {
    name: 'a refusal that no longer asks how the file was opened',
    before: {
      ...driver().before,
      [DRIVER_PATH]: edited(LAMP_DRIVER, [
        OFF,
        `	if (!(lamp->f_mode & FMODE_NDELAY)) {\n		int res = -EROFS;\n\n		if (lamp->worn)\n			return res;\n	}\n${OFF}`,
      ]),
    },
    after: {
      ...driver().before,
      [DRIVER_PATH]: edited(LAMP_DRIVER, [
        OFF,
        `	int res = -EROFS;\n\n	if (lamp->worn)\n		return res;\n${OFF}`,
      ]),
    },
  },
  {
    name: 'a refusal that asks for another mode of the file than before',
    before: {
      ...driver().before,
      [DRIVER_PATH]: edited(LAMP_DRIVER, [
        OFF,
        `	if (!(lamp->f_mode & FMODE_NDELAY)) {\n		if (lamp->worn)\n			return -EROFS;\n	}\n${OFF}`,
      ]),
    },
    after: {
      ...driver().before,
      [DRIVER_PATH]: edited(LAMP_DRIVER, [
        OFF,
        `	if (!(lamp->f_mode & (FMODE_READ | FMODE_WRITE)))\n		return -EINVAL;\n	if (lamp->worn)\n		return -EROFS;\n${OFF}`,
      ]),
    },
  },
  {
    name: 'a refusal that is new',
    ...driver([
      '	lamp->dark = true;',
      '	if (lamp_is_shared(lamp))\n		return -EBUSY;\n	lamp->dark = true;',
    ]),
  },
  {
    name: 'a refusal that the kernel takes back where it thinks fit',
    ...driver(['	if (hue == LAMP_HUE_NONE)', '	if (!lamp->socket->shaded && hue == LAMP_HUE_NONE)']),
  },
  {
    name: 'a refusal of files that are open for writing only',
    ...driver([
      '	lamp->dark = true;',
      '	if (!(lamp->f_mode & FMODE_READ))\n		return -EBADF;\n	lamp->dark = true;',
    ]),
  },
  {
    name: 'a question that goes to another function, and the refusal with it',
    ...driver(
      [OFF, '	lamp_go_dark(lamp, hue);\n'],
      [
        'static int lamp_ioctl_off(',
        'static void lamp_go_dark(struct lamp *lamp, u32 hue)\n{\n	if (hue == LAMP_HUE_NONE)\n		lamp->hue = 0;\n}\n\nstatic int lamp_ioctl_off(',
      ],
    ),
  },
  {
    name: 'a netlink command that asks for a capability',
    before: { [OPS_PATH]: OPS },
    after: { [OPS_PATH]: edited(OPS, ['lamp_get,\n', 'lamp_get,\n		.flags	= GENL_ADMIN_PERM,\n']) },
  },
];
