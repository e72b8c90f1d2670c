// SPDX-License-Identifier: GPL-2.0-only
// Changes of kinds that the kernel's history has, with invented names, and what a reader would say of each. What is right
// was written down before the checker was run.

import type { CompatibilityVerdict } from '../../checks/engine/verdict.ts';
import type { Sample } from '../../checks/samples/sample.ts';
import { declared, LAMP_PATH, lampHeader } from '../../checks/samples/small.ts';

export interface Case extends Sample {
  /** Of issue 16, part A. */
  readonly point: number;
  readonly right: readonly CompatibilityVerdict[];
  /** Effect, rule, symbol and message of a finding that has to be there. */
  readonly find?: readonly RegExp[];
  readonly not?: readonly RegExp[];
}

const DRIVER = 'drivers/lamp/lamp.c';
const NOTE = '/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */\n';
const SET = "struct lamp_set { __u32 hue; __u32 flags; };\n#define LAMP_SET\t_IOW('L', 1, struct lamp_set)\n";

const handler = (name: string, check = '', top = '') => `${top}#include <linux/lamp.h>

static long ${name}(struct file *file, void __user *arg)
{
	struct lamp_set s;

	if (copy_from_user(&s, arg, sizeof(s)))
		return -EFAULT;
${check}	return lamp_write(file, s.hue);
}

static long lamp_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case LAMP_SET:
		return ${name}(file, (void __user *)arg);
	default:
		return -ENOTTY;
	}
}
`;

const driven = (header: string, before: string, after: string, fresh = header) => ({
  before: { [LAMP_PATH]: lampHeader(header), [DRIVER]: before },
  after: { [LAMP_PATH]: lampHeader(fresh), [DRIVER]: after },
});

export const cases: readonly Case[] = [
  // 1. The change is judged, not the file.
  {
    point: 1,
    name: 'a function that never refused flags is renamed',
    ...driven(SET, handler('lamp_set'), handler('lamp_set_hue')),
    right: ['identical'],
  },
  {
    point: 1,
    name: 'a driver that never refused flags gets a comment at its top',
    ...driven(SET, handler('lamp_set'), handler('lamp_set', '', '/* Lamps. */\n')),
    right: ['identical'],
  },
  {
    point: 1,
    name: 'a driver stops to refuse flags that it does not know',
    ...driven(SET, handler('lamp_set', '\tif (s.flags)\n\t\treturn -EINVAL;\n'), handler('lamp_set')),
    right: ['defect', 'behaviour-break'],
    find: [/hnd-flags-unchecked/],
  },
  // 2. The drivers behind any header.
  {
    point: 2,
    name: 'a socket option whose old number the kernel serves under another name (SIOCGSTAMP, v5.1)',
    ...driven(
      "struct lamp_old { __u32 s; };\n#define LAMP_STAMP\t_IOR('L', 6, struct lamp_old)\n",
      '#include <linux/lamp.h>\n\nstatic long lamp_ioctl(struct file *file, unsigned int cmd, unsigned long arg)\n{\n\tswitch (cmd) {\n\tcase LAMP_STAMP:\n\t\treturn lamp_stamp(file, arg);\n\tdefault:\n\t\treturn -ENOTTY;\n\t}\n}\n',
      '#include <linux/lamp.h>\n\nstatic long lamp_ioctl(struct file *file, unsigned int cmd, unsigned long arg)\n{\n\tswitch (cmd) {\n\tcase LAMP_STAMP_OLD:\n\t\treturn lamp_stamp(file, arg);\n\tcase LAMP_STAMP:\n\t\treturn lamp_stamp_new(file, arg);\n\tdefault:\n\t\treturn -ENOTTY;\n\t}\n}\n',
      "struct lamp_old { __u32 s; };\nstruct lamp_new { __u64 s; };\n#define LAMP_STAMP_OLD\t_IOR('L', 6, struct lamp_old)\n#define LAMP_STAMP\t_IOR('L', 6, struct lamp_new)\n",
    ),
    right: ['additive', 'source-break', 'defect'],
    not: [/^(binary|behaviour)-break/],
  },
  {
    point: 2,
    name: 'a handler asks for a capability that it did not ask for',
    ...driven(
      SET,
      handler('lamp_set', '\tif (s.flags)\n\t\treturn -EINVAL;\n'),
      handler(
        'lamp_set',
        '\tif (s.flags)\n\t\treturn -EINVAL;\n\tif (!capable(CAP_SYS_ADMIN))\n\t\treturn -EPERM;\n',
      ),
    ),
    right: ['behaviour-break'],
    find: [/beh-default-changed .*CAP_SYS_ADMIN/],
  },
  {
    point: 2,
    name: 'a struct with a hole is handed out without being cleared',
    ...driven(
      "struct lamp_info { __u8 lit; __u32 hue; };\n#define LAMP_INFO\t_IOR('L', 2, struct lamp_info)\n",
      '#include <linux/lamp.h>\n\nstatic long lamp_get(struct file *file, void __user *arg)\n{\n\tstruct lamp_info info = {};\n\n\tinfo.lit = 1;\n\tinfo.hue = 3;\n\tif (copy_to_user(arg, &info, sizeof(info)))\n\t\treturn -EFAULT;\n\treturn 0;\n}\n',
      '#include <linux/lamp.h>\n\nstatic long lamp_get(struct file *file, void __user *arg)\n{\n\tstruct lamp_info info;\n\n\tinfo.lit = 1;\n\tinfo.hue = 3;\n\tif (copy_to_user(arg, &info, sizeof(info)))\n\t\treturn -EFAULT;\n\treturn 0;\n}\n',
    ),
    right: ['defect'],
    find: [/hnd-stack-leak .*bytes 1 to 3/],
  },
  // 3. Numbers and ids.
  {
    point: 3,
    name: 'two branches gave one attribute number to two names, and the merge kept both',
    ...declared(
      'enum {\n\tLAMP_A_UNSPEC = 0,\n\tLAMP_A_HUE = 1,\n\tLAMP_A_DIM = 2,\n\tLAMP_A_WARM = 3,\n};\n',
      'enum {\n\tLAMP_A_UNSPEC = 0,\n\tLAMP_A_HUE = 1,\n\tLAMP_A_DIM = 2,\n\tLAMP_A_WARM = 3,\n\tLAMP_A_COLD = 4,\n\tLAMP_A_BLINK = 4,\n};\n',
    ),
    right: ['defect'],
    find: [/num-taken .*LAMP_A_BLINK/],
  },
  {
    point: 3,
    name: 'a second name for a flag, on purpose',
    ...declared(
      '#define LAMP_F_LIT\t0x1\n#define LAMP_F_DIM\t0x2\n',
      '#define LAMP_F_LIT\t0x1\n#define LAMP_F_DIM\t0x2\n#define LAMP_F_SOFT\tLAMP_F_DIM\n',
    ),
    right: ['additive'],
  },
  {
    point: 3,
    name: 'a base of controls inside the range of another driver (V4L2_CID_USER_*_BASE)',
    ...declared(
      '#define LAMP_CID_RED_BASE\t0x1000\n#define LAMP_CID_RED_A\t(LAMP_CID_RED_BASE + 0)\n#define LAMP_CID_RED_B\t(LAMP_CID_RED_BASE + 12)\n',
      '#define LAMP_CID_RED_BASE\t0x1000\n#define LAMP_CID_RED_A\t(LAMP_CID_RED_BASE + 0)\n#define LAMP_CID_RED_B\t(LAMP_CID_RED_BASE + 12)\n#define LAMP_CID_BLUE_BASE\t0x1008\n#define LAMP_CID_BLUE_A\t(LAMP_CID_BLUE_BASE + 0)\n',
    ),
    right: ['defect'],
    find: [/num-base .*LAMP_CID_BLUE_BASE/],
  },
  // 4. System calls.
  {
    point: 4,
    name: 'a system call is new, and the number of them with it',
    ...declared(
      '#define __NR_lamp_on\t461\n#define __NR_syscalls\t462\n',
      '#define __NR_lamp_on\t461\n#define __NR_lamp_off\t462\n#define __NR_syscalls\t463\n',
    ),
    right: ['additive'],
  },
  {
    point: 4,
    name: 'two system calls change their numbers before the release (as clone3 and others were moved)',
    ...declared(
      '#define __NR_lamp_on\t434\n#define __NR_lamp_off\t435\n',
      '#define __NR_lamp_on\t435\n#define __NR_lamp_off\t434\n',
    ),
    right: ['binary-break'],
    find: [/__NR_lamp_on/, /__NR_lamp_off/],
  },
  {
    point: 4,
    name: 'numbers counted from a base of another header, written in another order',
    ...declared('#define __NR_lamp_on\t(__LAMP_BIT + 4)\n', '#define __NR_lamp_on\t(4 + __LAMP_BIT)\n'),
    right: ['identical'],
  },
  // 5. Functions, typedefs, prototypes, request macros; includes and guards.
  {
    point: 5,
    name: 'a request that takes a length has another direction (as UI_GET_SYSNAME and EVIOCGNAME are made)',
    ...declared(
      "#define LAMP_GET_NAME(len)\t_IOC(_IOC_READ, 'L', 6, len)\n",
      "#define LAMP_GET_NAME(len)\t_IOC(_IOC_READ | _IOC_WRITE, 'L', 6, len)\n",
    ),
    right: ['binary-break'],
    find: [/mac-function-changed .*LAMP_GET_NAME/],
  },
  {
    point: 5,
    name: 'an inline function takes a pointer to a constant',
    ...declared(
      'struct lamp { __u32 hue; };\nstatic inline __u32 lamp_hue(struct lamp *l)\n{\n\treturn l->hue;\n}\n',
      'struct lamp { __u32 hue; };\nstatic inline __u32 lamp_hue(const struct lamp *l)\n{\n\treturn l->hue;\n}\n',
    ),
    right: ['source-break', 'additive', 'undetermined'],
    find: [/lamp_hue/],
  },
  {
    point: 5,
    name: 'only the name of the guard follows the name of the header',
    before: { [LAMP_PATH]: `${NOTE}#ifndef _LAMP_H\n#define _LAMP_H\nstruct lamp { int hue; };\n#endif\n` },
    after: {
      [LAMP_PATH]: `${NOTE}#ifndef _UAPI_LINUX_LAMP_H\n#define _UAPI_LINUX_LAMP_H\nstruct lamp { int hue; };\n#endif /* _UAPI_LINUX_LAMP_H */\n`,
    },
    right: ['identical', 'additive'],
  },
  // 6. C++.
  {
    point: 6,
    name: 'a member called private gets another name for C++ alone (keyctl_dh_params, v4.20)',
    ...declared(
      'struct lamp_dh {\n\t__s32 private;\n\t__s32 prime;\n};\n',
      'struct lamp_dh {\n\tunion {\n#ifndef __cplusplus\n\t\t__s32 private;\n#endif\n\t\t__s32 priv;\n\t};\n\t__s32 prime;\n};\n',
    ),
    right: ['additive'],
    not: [/cxx-/],
  },
  {
    point: 6,
    name: 'a group of members with a tag, written by hand (as __struct_group() was until v6.13)',
    ...declared(
      'struct lamp {\n\t__u32 hue;\n\t__u32 dim;\n};\n',
      'struct lamp {\n\tunion {\n\t\tstruct {\n\t\t\t__u32 hue;\n\t\t\t__u32 dim;\n\t\t};\n\t\tstruct lamp_head {\n\t\t\t__u32 hue;\n\t\t\t__u32 dim;\n\t\t} head;\n\t};\n};\n',
    ),
    right: ['source-break'],
    find: [/cxx-refused .*lamp_head/],
  },
  {
    point: 6,
    name: '[0] becomes [] by the macro that is [0] in C++',
    ...declared(
      'struct lamp {\n\t__u32 n;\n\t__u32 cells[0];\n};\n',
      'struct lamp {\n\t__u32 n;\n\t__DECLARE_FLEX_ARRAY(__u32, cells);\n};\n',
    ),
    right: ['identical', 'additive'],
  },
  // 7. Effects that fit.
  {
    point: 7,
    name: 'the same bytes under another name',
    ...declared('struct lamp {\n\t__u32 hue;\n};\n', 'struct lamp {\n\t__u32 colour;\n};\n'),
    right: ['source-break'],
    not: [/^binary-break/],
  },
  {
    point: 7,
    name: 'enumerators lose the macros beside them',
    ...declared(
      'enum { LAMP_A, LAMP_B };\n#define LAMP_A LAMP_A\n#define LAMP_B LAMP_B\n',
      'enum { LAMP_A, LAMP_B };\n',
    ),
    right: ['source-break'],
    find: [/enm-macro-exchanged .*LAMP_A and LAMP_B/],
    not: [/^binary-break/],
  },
  {
    point: 7,
    name: 'an unnamed enum gains a member at its end, and keeps the others',
    ...declared('enum { DIM_UNSPEC, DIM_RATE };\n', 'enum { DIM_UNSPEC, DIM_RATE, DIM_STEP };\n'),
    right: ['additive'],
  },
  // 8. Collections as they come: see also src/uapi/side.test.ts.
  {
    point: 8,
    name: 'the lines end with CR and LF on one side',
    before: { [LAMP_PATH]: `${NOTE}#define LAMP_HUES 3\nstruct lamp { int hue; };\n` },
    after: {
      [LAMP_PATH]: `${NOTE}#define LAMP_HUES 3\nstruct lamp { int hue; };\n`.replaceAll('\n', '\r\n'),
    },
    right: ['identical'],
  },
];
