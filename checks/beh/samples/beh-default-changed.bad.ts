// SPDX-License-Identifier: GPL-2.0-only

import { DRIVER_PATH } from '../../samples/lamp.ts';
import { driver, LAMP_DRIVER } from '../../samples/lamp-promise.ts';
import { changeOf, edited, type Sample } from '../../samples/sample.ts';
import { DRM_HEADER, DRM_ROWS } from './beh-command-dropped.bad.ts';

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

/** Handlers whose names say nothing of what calls them. */
export const ARMS = `#include <linux/lamp.h>

static int lamp_dark(struct lamp *lamp)
{
	lamp->dark = true;
	return 0;
}

static int lamp_dim(struct lamp *lamp, unsigned long arg)
{
	if (arg & ~(LAMP_FAST | LAMP_SOFT))
		return -EINVAL;
	lamp->dim = arg;
	return 0;
}

static int lamp_cool(struct lamp *lamp)
{
	lamp->heat = 0;
	return 0;
}

long lamp_ioctl(struct lamp *lamp, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case LAMP_OFF:
		if (!capable(CAP_SYS_ADMIN))
			return -EPERM;
		return lamp_dark(lamp);
	case LAMP_DIM:
		return lamp_dim(lamp, arg);
	default:
		return -ENOTTY;
	}
}
`;

/** Questions for a capability, some of them not in an if that answers. */
export const ASKING = `#include <linux/lamp.h>

static bool lamp_may(struct lamp *lamp, int mode)
{
	switch (mode) {
	case LAMP_DIM:
		return true;
	default:
		return capable(CAP_SYS_ADMIN);
	}
}

static int lamp_check(struct lamp *lamp, int mode)
{
	switch (mode) {
	case LAMP_DIM:
		break;
	default:
		if (!capable(CAP_SYS_RAWIO))
			return -EPERM;
	}
	return 0;
}

static ssize_t lamp_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	struct lamp *lamp = file->private_data;

	if (lamp->empty)
		return 0;
	if (copy_to_user(buf, lamp->text, count))
		return -EFAULT;
	return count;
}

static long lamp_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	if (!capable(CAP_NET_ADMIN))
		return -EPERM;
	return lamp_do(file, cmd, arg);
}
`;

export const asking = (name: string, ...edits: [from: string, to: string][]): Sample => ({
  name,
  ...changeOf(DRIVER_PATH, ASKING, ...edits),
});

export const bad: Sample[] = [
  asking('a capability that is asked for another reason too', [
    '	return lamp_do(file, cmd, arg);',
    '	if (lamp_locked && !capable(CAP_NET_ADMIN))\n		return -EIO;\n	return lamp_do(file, cmd, arg);',
  ]),
  asking('a capability in another namespace', [
    'capable(CAP_NET_ADMIN)',
    'ns_capable(lamp_ns(file), CAP_NET_ADMIN)',
  ]),
  asking('a capability in what a helper returns', ['		return capable(CAP_SYS_ADMIN);', '		return true;']),
  asking('a value that joins those without a question', [
    '	case LAMP_DIM:\n		break;',
    '	case LAMP_DIM:\n	case LAMP_HEAT:\n		break;',
  ]),
  asking('an error for who was answered 0', [
    '		return 0;\n	if (copy',
    '		return -ENODATA;\n	if (copy',
  ]),
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
  {
    name: 'a refusal by the state, in what a dispatcher calls for a command',
    ...changeOf(DRIVER_PATH, ARMS, [
      '	lamp->dark = true;',
      '	if (!lamp->ready)\n		return -ENODATA;\n	lamp->dark = true;',
    ]),
  },
  {
    name: 'a refusal of two flags together',
    ...changeOf(DRIVER_PATH, ARMS, [
      '	lamp->dim = arg',
      '	if ((arg & LAMP_FAST) && (arg & LAMP_SOFT))\n		return -EINVAL;\n	lamp->dim = arg',
    ]),
  },
  {
    name: 'a capability that is asked for one command, and now for another as well',
    ...changeOf(DRIVER_PATH, ARMS, [
      '		return lamp_dim(',
      '		if (!capable(CAP_SYS_ADMIN))\n			return -EPERM;\n		return lamp_dim(',
    ]),
  },
  {
    name: 'a command that moves into the arm that asks for a capability',
    ...changeOf(
      DRIVER_PATH,
      ARMS,
      ['	case LAMP_DIM:\n		return lamp_dim(lamp, arg);\n', ''],
      ['	case LAMP_OFF:\n', '	case LAMP_OFF:\n	case LAMP_DIM:\n'],
      [
        '		return lamp_dark(',
        '		if (cmd == LAMP_DIM)\n			return lamp_dim(lamp, arg);\n		return lamp_dark(',
      ],
    ),
  },
  {
    name: 'a row that no longer lets render nodes through',
    before: { ...DRM_HEADER, 'drivers/lamp/lamp.c': DRM_ROWS },
    after: { ...DRM_HEADER, 'drivers/lamp/lamp.c': edited(DRM_ROWS, ['DRM_RENDER_ALLOW', 'DRM_AUTH']) },
  },
  {
    name: 'a row that asks for root now',
    before: { ...DRM_HEADER, 'drivers/lamp/lamp.c': DRM_ROWS },
    after: {
      ...DRM_HEADER,
      'drivers/lamp/lamp.c': edited(DRM_ROWS, ['lamp_off, 0', 'lamp_off, DRM_ROOT_ONLY']),
    },
  },
];
