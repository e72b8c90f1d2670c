// SPDX-License-Identifier: GPL-2.0-only
import { edited, type Sample } from '../../samples/sample.ts';
import { LAMP_PATH, lampHeader } from '../../samples/small.ts';

const HEADER = { [LAMP_PATH]: lampHeader("#define LAMP_ON\t_IO('L', 1)\n#define LAMP_OFF\t_IO('L', 2)\n") };
const PATH = 'drivers/lamp/lamp.c';

const SWITCH = `#include <linux/lamp.h>

static long lamp_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case LAMP_ON:
		return lamp_on(file);
	case LAMP_OFF:
		return lamp_off(file);
	default:
		return -ENOTTY;
	}
}

static long lamp_compat_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case LAMP_ON:
	case LAMP_OFF:
		return lamp_ioctl(file, cmd, arg);
	default:
		return -ENOIOCTLCMD;
	}
}
`;

const CHAIN = `#include <linux/lamp.h>

static long lamp_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	if (cmd == LAMP_ON)
		return lamp_on(file);
	if (cmd == LAMP_OFF)
		return lamp_off(file);
	return -ENOTTY;
}
`;

const TABLE = `#include <linux/lamp.h>

static const struct lamp_op lamp_ops[] = {
	{ LAMP_ON, lamp_on },
	{ LAMP_OFF, lamp_off },
};
`;

const BARE = SWITCH.replaceAll('LAMP_O', 'LAMPO');

const ENUMERATED = { [LAMP_PATH]: lampHeader('enum {\n	LAMP_ON = 1,\n	LAMP_OFF,\n};\n') };
const THROUGH = SWITCH.replace('<linux/lamp.h>', '<linux/lamp_k.h>').replace(
  '	case LAMP_ON:\n	case LAMP_OFF:\n',
  '	case LAMP_ON:\n',
);

const CALL = `#include <linux/syscalls.h>

static long do_lampctl(int fd, unsigned int how, unsigned long arg)
{
	switch (how) {
	case LAMP_ON:
		return lamp_on(fd);
	case LAMP_OFF:
		return lamp_off(fd);
	default:
		return -EINVAL;
	}
}

SYSCALL_DEFINE3(lampctl, int, fd, unsigned int, what, unsigned long, arg)
{
	return do_lampctl(fd, what, arg);
}
`;

const dropped = (name: string, text: string, from: string, to = ''): Sample => ({
  name,
  before: { ...HEADER, [PATH]: text },
  after: { ...HEADER, [PATH]: edited(text, [from, to]) },
});

const OPERATIONS = `#include <linux/lamp.h>

static const struct file_operations lamp_fops = {
	.owner		= THIS_MODULE,
	.unlocked_ioctl	= lamp_ioctl,
	.compat_ioctl	= compat_ptr_ioctl,
};
`;

const TABLE_PATH = 'arch/x86/entry/syscalls/syscall_64.tbl';

const FILE = `#include <linux/lamp.h>

static const struct file_operations lamp_fops = {
	.read		= lamp_read,
	.write		= lamp_write,
};
`;

const SOCKET = `#include <linux/lamp.h>

static int lamp_setsockopt(struct socket *sock, int level, int name, sockptr_t arg, unsigned int len)
{
	switch (name) {
	case LAMP_DEPTH:
		return lamp_depth(sock, val);
	case LAMP_DELAY:
		return lamp_delay(sock, val);
	}
	return -ENOPROTOOPT;
}
`;

const GENERIC = {
  [LAMP_PATH]: lampHeader('enum {\n	LAMP_CMD_GET,\n	LAMP_CMD_SET,\n};\n'),
};
const NETLINK = `#include <linux/lamp.h>

static const struct genl_ops lamp_ops[] = {
	{
		.cmd	= LAMP_CMD_GET,
		.doit	= lamp_get,
	},
	{
		.cmd	= LAMP_CMD_SET,
		.flags	= GENL_ADMIN_PERM,
		.doit	= lamp_set,
	},
};
`;

/** The number of a command as it was written before there was _IO(). */
const PLAIN = {
  [LAMP_PATH]: lampHeader('#define LAMP_ON\t\t0x4C01\n#define LAMP_OFF\t0x4C02 /* no argument */\n'),
};

export const DRM_HEADER = {
  [LAMP_PATH]: lampHeader(
    "#define DRM_IOCTL_LAMP_ON\t_IO('d', 0x40)\n#define DRM_IOCTL_LAMP_OFF\t_IO('d', 0x41)\n",
  ),
};
export const DRM_ROWS = `#include <linux/lamp.h>

static const struct drm_ioctl_desc lamp_ioctls[] = {
	DRM_IOCTL_DEF_DRV(LAMP_ON, lamp_on, DRM_RENDER_ALLOW),
	DRM_IOCTL_DEF_DRV(LAMP_OFF, lamp_off, 0),
};
`;

const UNISTD = 'include/uapi/asm-generic/unistd.h';

export const calls = (name: string, was: string, is: string): Sample => ({
  name,
  before: {
    ...HEADER,
    [PATH]: SWITCH,
    [UNISTD]: `#define __NR_lamp_wait 1\n#ifdef __SYSCALL\n${was}\n#endif\n`,
  },
  after: {
    ...HEADER,
    [PATH]: SWITCH,
    [UNISTD]: `#define __NR_lamp_wait 1\n#ifdef __SYSCALL\n${is}\n#endif\n`,
  },
});

export const bad: Sample[] = [
  dropped('a case of a switch', SWITCH, '	case LAMP_OFF:\n		return lamp_off(file);\n'),
  dropped(
    'a case of the compat function alone',
    SWITCH,
    '	case LAMP_ON:\n	case LAMP_OFF:\n',
    '	case LAMP_ON:\n',
  ),
  dropped('a link of a chain of ifs', CHAIN, '	if (cmd == LAMP_OFF)\n		return lamp_off(file);\n'),
  dropped('a row of a table', TABLE, '	{ LAMP_OFF, lamp_off },\n'),
  {
    name: 'a number without _IO(), of the compat function alone',
    before: { ...PLAIN, [PATH]: SWITCH },
    after: { ...PLAIN, [PATH]: edited(SWITCH, ['	case LAMP_ON:\n	case LAMP_OFF:\n', '	case LAMP_ON:\n']) },
  },
  dropped('the entry for all programs', OPERATIONS, '	.unlocked_ioctl	= lamp_ioctl,\n'),
  dropped('an arm that only refuses', SWITCH, '		return lamp_off(file);\n', '		return -EOPNOTSUPP;\n'),
  {
    name: 'a system call',
    before: {
      ...HEADER,
      [PATH]: SWITCH,
      [TABLE_PATH]: '0	common	lamp_on		sys_lamp_on\n1	common	lamp_off	sys_lamp_off\n',
    },
    after: {
      ...HEADER,
      [PATH]: SWITCH,
      [TABLE_PATH]: '0	common	lamp_on		sys_lamp_on\n1	common	lamp_off	sys_ni_syscall\n',
    },
  },
  calls(
    'a call whose times have another width on kernels of 32 bits',
    '__SC_3264(__NR_lamp_wait, sys_lamp_wait_time32, sys_lamp_wait)',
    '__SC_COMP(__NR_lamp_wait, sys_lamp_wait, sys_lamp_wait_time32)',
  ),
  {
    name: 'the entry of a call for 32-bit programs',
    before: {
      ...HEADER,
      [PATH]: SWITCH,
      [TABLE_PATH]: '0	i386	lamp_on		sys_lamp_on	compat_sys_lamp_on\n',
    },
    after: { ...HEADER, [PATH]: SWITCH, [TABLE_PATH]: '0	i386	lamp_on		sys_lamp_on\n' },
  },
  {
    name: 'a call of x32 that leads to the function for 64-bit programs',
    before: { ...HEADER, [PATH]: SWITCH, [TABLE_PATH]: '512	x32	lamp_on		compat_sys_lamp_on\n' },
    after: { ...HEADER, [PATH]: SWITCH, [TABLE_PATH]: '512	x32	lamp_on		sys_lamp_on\n' },
  },
  dropped('the entry for write()', FILE, '	.write		= lamp_write,\n'),
  {
    name: 'an option of a socket',
    before: { [LAMP_PATH]: lampHeader('#define LAMP_DEPTH	1\n#define LAMP_DELAY	2\n'), [PATH]: SOCKET },
    after: {
      [LAMP_PATH]: lampHeader('#define LAMP_DEPTH	1\n#define LAMP_DELAY	2\n'),
      [PATH]: edited(SOCKET, ['	case LAMP_DELAY:\n		return lamp_delay(sock, val);\n', '']),
    },
  },
  {
    name: 'a command of generic netlink',
    before: { ...GENERIC, [PATH]: NETLINK },
    after: {
      ...GENERIC,
      [PATH]: edited(NETLINK, [
        '	{\n		.cmd	= LAMP_CMD_SET,\n		.flags	= GENL_ADMIN_PERM,\n		.doit	= lamp_set,\n	},\n',
        '',
      ]),
    },
  },
  {
    name: 'a number whose name has no underscore',
    before: {
      [LAMP_PATH]: lampHeader("#define LAMPON\t_IO('L', 1)\n#define LAMPOFF\t_IO('L', 2)\n"),
      [PATH]: BARE,
    },
    after: {
      [LAMP_PATH]: lampHeader("#define LAMPON\t_IO('L', 1)\n#define LAMPOFF\t_IO('L', 2)\n"),
      [PATH]: edited(BARE, ['	case LAMPOFF:\n		return lamp_off(file);\n', '']),
    },
  },
  {
    name: 'an enumerator of a header that another header of the kernel includes',
    before: { ...ENUMERATED, [PATH]: THROUGH },
    after: { ...ENUMERATED, [PATH]: edited(THROUGH, ['	case LAMP_OFF:\n		return lamp_off(file);\n', '']) },
  },
  {
    name: 'an option of a system call, which a helper takes',
    before: { ...ENUMERATED, [PATH]: CALL },
    after: { ...ENUMERATED, [PATH]: edited(CALL, ['	case LAMP_OFF:\n		return lamp_off(fd);\n', '']) },
  },
  {
    name: 'a driver that is gone with all that it served: one finding',
    before: { ...HEADER, [PATH]: SWITCH, 'drivers/lamp/other.c': '#include <linux/lamp.h>\n' },
    after: { ...HEADER, 'drivers/lamp/other.c': '#include <linux/lamp.h>\n' },
  },
  ...[
    '	if ((_IOC_NR(cmd) & ~LAMP_MAX) == _IOC_NR(LAMP_NAME(0)))\n',
    '	switch (cmd & ~IOCSIZE_MASK) {\n	case (LAMP_NAME(0) & ~IOCSIZE_MASK):\n',
    '	switch (_IOC_NR(cmd)) {\n	case _IOC_NR(LAMP_NAME(0)):\n',
  ].map((branch) => {
    const text = `#include <linux/lamp.h>

static long lamp_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
${branch}		return lamp_name(arg, _IOC_SIZE(cmd));
${branch.includes('switch') ? '	}\n' : ''}	return -ENOTTY;
}
`;
    const head = { [LAMP_PATH]: lampHeader("#define LAMP_NAME(len)	_IOC(_IOC_READ, 'L', 6, len)\n") };
    return {
      name: `a request of any length, asked for by \`${branch.trim().split('\n	').at(-1)}\``,
      before: { ...head, [PATH]: text },
      after: {
        ...head,
        [PATH]: text
          .replace(branch, '')
          .replace('	}\n', '')
          .replace(/.*lamp_name.*\n/, ''),
      },
    };
  }),
  {
    name: 'a row of a macro that pastes the name',
    before: { ...DRM_HEADER, [PATH]: DRM_ROWS },
    after: { ...DRM_HEADER, [PATH]: edited(DRM_ROWS, ['	DRM_IOCTL_DEF_DRV(LAMP_OFF, lamp_off, 0),\n', '']) },
  },
  {
    name: 'a row of a macro whose function refuses everybody',
    before: { ...DRM_HEADER, [PATH]: DRM_ROWS },
    after: { ...DRM_HEADER, [PATH]: edited(DRM_ROWS, ['lamp_off', 'drm_invalid_op']) },
  },
];
