// SPDX-License-Identifier: GPL-2.0-only
import { edited, type Sample } from '../../samples/sample.ts';
import { LAMP_PATH, lampHeader } from '../../samples/small.ts';
import { calls, DRM_HEADER, DRM_ROWS } from './beh-command-dropped.bad.ts';

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
`;

const OPERATIONS = `#include <linux/lamp.h>

static const struct file_operations lamp_fops = {
	.ioctl		= lamp_ioctl,
	.compat_ioctl	= lamp_compat_ioctl,
};
`;

const STATES = { [LAMP_PATH]: lampHeader('enum {\n	LAMP_COLD,\n	LAMP_WARM,\n};\n') };
const ANSWER = `#include <linux/lamp.h>

static long lamp_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct lamp *lamp = file->private_data;

	switch (lamp->state) {
	case LAMP_COLD:
		return lamp_heat(lamp);
	case LAMP_WARM:
		return lamp_cool(lamp);
	default:
		return -EINVAL;
	}
}
`;
const EVENT = `
static void lamp_tell(struct lamp_event *event)
{
	event->cmd = LAMP_OFF;
	event->hue = 0;
}
`;

const TABLE_PATH = 'arch/x86/entry/syscalls/syscall_64.tbl';

/** A second switch over the same commands, which only asks. */
const LOCKED = `
static bool lamp_needs_lock(unsigned int cmd)
{
	switch (cmd) {
	case LAMP_ON:
	case LAMP_OFF:
		return true;
	}
	return false;
}

static const struct file_operations lamp_fops = {
	.unlocked_ioctl = lamp_ioctl,
	.mmap = lamp_mmap,
};
`;

const PROTOCOLS = { [LAMP_PATH]: lampHeader('#define IPLAMP	1\n#define LAMP_CONTINUE	0xFFFF\n') };
const PROTOCOL = `#include <linux/lamp.h>

static int lamp_decode(struct lamp *lamp)
{
	switch (lamp_header(lamp)->protocol) {
	case IPLAMP:
		return lamp_port(lamp);
	}
	return lamp_verdict(lamp) == LAMP_CONTINUE ? 0 : 1;
}
`;

const ANY_LENGTH = { [LAMP_PATH]: lampHeader("#define LAMP_NAME(len)	_IOC(_IOC_READ, 'L', 6, len)\n") };
const anyLength = (asks: string, end = '') => `#include <linux/lamp.h>

static long lamp_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
${asks}		return lamp_name(arg, _IOC_SIZE(cmd));
${end}	return -ENOTTY;
}
`;

const NAMES = `static const char *lamp_names[] = {
	[LAMP_ON] = "on",
	[LAMP_OFF] = "off",
};

static void *lamp_room(void)
{
	return kcalloc(LAMP_OFF, sizeof(int), GFP_KERNEL);
}
`;

const ROWS = `
static const struct lamp_ops lamp_ops = {
	.open = lamp_open,
};
`;

const PREDICATE = `#include <linux/lamp.h>

static bool lamp_unknown_ones(int option)
{
	switch (option) {
	case LAMP_ON:
	case LAMP_OFF:
		return true;
	}
	return false;
}
`;

const DOGS = { [LAMP_PATH]: lampHeader("#define WDIOC_KEEPALIVE	_IOR('W', 5, int)\n") };
const DOG = `#include <linux/lamp.h>

static long lamp_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case WDIOC_KEEPALIVE:
		return lamp_ping(file);
	}
	return -ENOTTY;
}

static int lamp_init(void)
{
	return misc_register(&lamp_misc);
}
`;

const IDLE = `static long lamp_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case LAMP_ON:
		return -EINVAL;
	default:
		return -ENOIOCTLCMD;
	}
}

`;
const IDLE_TABLE = `static const struct tty_operations lamp_ops = {
	.open = lamp_open,
	.ioctl = lamp_ioctl,
};
`;

const HANDED_ON = `#include <linux/lamp.h>

static long lamp_simple(struct file *file, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case LAMP_ON:
		return lamp_on(file);
	case LAMP_OFF:
		return lamp_off(file);
	}
	return -ENOTTY;
}

static long lamp_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case LAMP_OFF:
		if (!file->writable)
			return -EPERM;
	default:
		return lamp_simple(file, cmd, arg);
	}
}
`;

export const good: Sample[] = [
  {
    name: 'a question about commands that is no longer asked',
    before: { ...HEADER, [PATH]: `${SWITCH}${LOCKED}` },
    after: {
      ...HEADER,
      [PATH]: `${SWITCH}${edited(LOCKED, ['	case LAMP_ON:\n	case LAMP_OFF:\n		return true;\n', '	case LAMP_ON:\n		return true;\n'])}`,
    },
  },
  {
    name: 'a dispatcher of one command, which asks for that one',
    before: {
      ...HEADER,
      [PATH]: edited(SWITCH, ['	case LAMP_OFF:\n		return lamp_off(file);\n', '']),
    },
    after: {
      ...HEADER,
      [PATH]:
        '#include <linux/lamp.h>\n\nstatic long lamp_ioctl(struct file *file, unsigned int cmd, unsigned long arg)\n{\n	if (cmd != LAMP_ON)\n		return -ENOTTY;\n	return lamp_on(file);\n}\n',
    },
  },
  {
    name: 'an entry that a table of its own has now',
    before: { ...HEADER, [PATH]: `${SWITCH}${LOCKED}` },
    after: {
      ...HEADER,
      [PATH]: `${SWITCH}${edited(LOCKED, [
        '	.mmap = lamp_mmap,\n',
        '};\n\nstatic const struct file_operations lamp_mapped_fops = {\n	.unlocked_ioctl = lamp_ioctl,\n	.mmap = lamp_mmap,\n',
      ])}`,
    },
  },
  {
    name: 'a protocol and a verdict, which are no commands',
    before: { ...PROTOCOLS, [PATH]: PROTOCOL },
    after: { ...PROTOCOLS, [PATH]: edited(PROTOCOL, ['	case IPLAMP:\n		return lamp_port(lamp);\n', '']) },
  },
  {
    name: 'entries of the operations under another name, and with another function',
    before: { ...HEADER, [PATH]: OPERATIONS },
    after: {
      ...HEADER,
      [PATH]: edited(
        OPERATIONS,
        ['.ioctl		=', '.unlocked_ioctl	='],
        ['lamp_compat_ioctl', 'compat_ptr_ioctl'],
      ),
    },
  },
  {
    name: 'a function of its own for one of them',
    before: { ...HEADER, [PATH]: SWITCH },
    after: {
      ...HEADER,
      [PATH]: `${edited(SWITCH, [
        '	case LAMP_OFF:\n		return lamp_off(file);\n	default:\n		return -ENOTTY;\n',
        '	default:\n		return lamp_more_ioctl(file, cmd);\n',
      ])}
static long lamp_more_ioctl(struct file *file, unsigned int cmd)
{
	if (cmd == LAMP_OFF)
		return lamp_off(file);
	return -ENOTTY;
}
`,
    },
  },
  {
    name: 'an entry of a call for 32-bit programs that it lacked, and another form of the same',
    before: {
      ...HEADER,
      [PATH]: SWITCH,
      [TABLE_PATH]: '0	i386	lamp_on		sys_lamp_on\n1	common	lamp_off	__x64_sys_lamp_off\n',
    },
    after: {
      ...HEADER,
      [PATH]: SWITCH,
      [TABLE_PATH]:
        '0	i386	lamp_on		sys_lamp_on	compat_sys_lamp_on\n1	common	lamp_off	sys_lamp_off\n',
    },
  },
  {
    name: 'a function of a call by another name',
    before: {
      ...HEADER,
      [PATH]: `${SWITCH}SYSCALL_DEFINE1(lamp_on, int, fd)\n{\n	return lamp_light(fd);\n}\n`,
      [TABLE_PATH]: '0	common	lamp_on		sys_lamp_on\n',
    },
    after: {
      ...HEADER,
      [PATH]: `${SWITCH}SYSCALL_DEFINE1(newlamp_on, int, fd)\n{\n	return lamp_light(fd);\n}\n`,
      [TABLE_PATH]: '0	common	lamp_on		sys_newlamp_on\n',
    },
  },
  {
    name: 'another order, and a comment',
    before: { ...HEADER, [PATH]: SWITCH },
    after: {
      ...HEADER,
      [PATH]: edited(
        SWITCH,
        ['	case LAMP_ON:\n		return lamp_on(file);\n', ''],
        ['	default:', '	case LAMP_ON: /* case LAMP_DIM: */\n		return lamp_on(file);\n	default:'],
      ),
    },
  },
  {
    name: 'what a struct says, which is no command',
    before: { ...STATES, [PATH]: ANSWER },
    after: { ...STATES, [PATH]: edited(ANSWER, ['	case LAMP_WARM:\n		return lamp_cool(lamp);\n', '']) },
  },
  {
    name: 'a number that the driver writes into an answer',
    before: { ...HEADER, [PATH]: `${SWITCH}${EVENT}` },
    after: { ...HEADER, [PATH]: `${SWITCH}${edited(EVENT, ['	event->cmd = LAMP_OFF;\n', ''])}` },
  },
  {
    name: 'a request of any length, asked for in another form',
    before: { ...ANY_LENGTH, [PATH]: anyLength('	if (_IOC_NR(cmd) == _IOC_NR(LAMP_NAME(0)))\n') },
    after: {
      ...ANY_LENGTH,
      [PATH]: anyLength('	switch (_IOC_NR(cmd)) {\n	case _IOC_NR(LAMP_NAME(0)):\n', '	}\n'),
    },
  },
  {
    name: 'a table of names, and a size',
    before: { ...HEADER, [PATH]: `${SWITCH}${NAMES}` },
    after: {
      ...HEADER,
      [PATH]: `${SWITCH}${edited(NAMES, ['	[LAMP_OFF] = "off",\n', ''], ['	return kcalloc(LAMP_OFF, sizeof(int), GFP_KERNEL);\n', '	return NULL;\n'])}`,
    },
  },
  {
    name: 'rows of a macro in another order, one with its name in the open',
    before: { ...DRM_HEADER, [PATH]: DRM_ROWS },
    after: {
      ...DRM_HEADER,
      [PATH]: edited(
        DRM_ROWS,
        ['	DRM_IOCTL_DEF_DRV(LAMP_ON, lamp_on, DRM_RENDER_ALLOW),\n', ''],
        [', 0),\n', ', 0),\n	DRM_IOCTL_DEF(DRM_IOCTL_LAMP_ON, lamp_on,\n		DRM_RENDER_ALLOW),\n'],
      ),
    },
  },
  {
    name: 'a command for which the subsystem calls an operation now',
    before: { ...HEADER, [PATH]: `${SWITCH}${ROWS}` },
    after: {
      ...HEADER,
      [PATH]: `${edited(SWITCH, ['	case LAMP_OFF:\n		return lamp_off(file);\n', ''])}${edited(ROWS, ['	.open = lamp_open,\n', '	.open = lamp_open,\n	.ndo_lamp_off = lamp_off,\n'])}`,
    },
  },
  {
    name: 'what a predicate tells of no longer',
    before: { ...HEADER, [PATH]: PREDICATE },
    after: { ...HEADER, [PATH]: edited(PREDICATE, ['	case LAMP_OFF:\n', '']) },
  },
  {
    name: 'what the core of watchdogs serves for who registers',
    before: { ...DOGS, [PATH]: DOG },
    after: {
      ...DOGS,
      [PATH]: edited(
        DOG,
        ['	case WDIOC_KEEPALIVE:\n		return lamp_ping(file);\n', ''],
        ['	return misc_register(&lamp_misc);', '	return watchdog_register_device(&lamp_dog);'],
      ),
    },
  },
  {
    name: 'an entry whose function served nothing',
    before: { ...HEADER, [PATH]: `${IDLE}${IDLE_TABLE}` },
    after: { ...HEADER, [PATH]: edited(IDLE_TABLE, ['	.ioctl = lamp_ioctl,\n', '']) },
  },
  {
    name: 'a command that the caller serves now',
    before: { ...HEADER, [PATH]: HANDED_ON },
    after: {
      ...HEADER,
      [PATH]: edited(
        HANDED_ON,
        ['	case LAMP_OFF:\n		return lamp_off(file);\n', ''],
        [
          '		if (!file->writable)\n			return -EPERM;\n',
          '		if (!file->writable)\n			return -EPERM;\n		return lamp_off(file);\n',
        ],
      ),
    },
  },
  calls(
    'a call that gets an entry for 32-bit programs, and keeps the one of 32-bit kernels',
    '__SC_3264(__NR_lamp_wait, sys_lamp_wait_time32, sys_lamp_wait)',
    '__SC_COMP_3264(__NR_lamp_wait, sys_lamp_wait_time32, sys_lamp_wait, compat_sys_lamp_wait_time32)',
  ),
];
