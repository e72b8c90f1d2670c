// SPDX-License-Identifier: GPL-2.0-only

import type { Sample } from '../../samples/sample.ts';
import { declared, LAMP_PATH } from '../../samples/small.ts';

const HEAD = '/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */\n';
const BITS = '#define LAMP_LIT\t_BITUL(0)\n#define LAMP_DIMMED\t_BITUL(1)\n';

const [OF_X86, OF_ARM] = ['x86', 'arm64'].map((arch) => `arch/${arch}/include/uapi/asm/lamp.h`) as [
  string,
  string,
];

const MAJOR = { 'include/uapi/linux/lamp_major.h': `${HEAD}#define LAMP_MAJOR\t179\n` };
const REQUEST = '#define LAMP_GLOW\t_IOWR(LAMP_MAJOR, 0, int)\n';

const SHARED = { ...MAJOR, 'include/uapi/linux/lamp_more.h': `${HEAD}#include <linux/lamp_major.h>\n` };
const NUMBER = '#define LAMP_NUMBER\t(LAMP_MAJOR + 1)\n';

export const bad: Sample[] = [
  {
    name: 'a name that a header may have which is not at hand',
    ...declared(
      '#define LAMP_ALEN\t6\n#define LAMP_SIZE\t(LAMP_ALEN)\n',
      '#include <lamps/more.h>\n#define LAMP_SIZE\t(LAMP_ALEN)\n',
    ),
  },
  {
    name: 'the header that its macros are made with is no longer included',
    before: { [LAMP_PATH]: `${HEAD}#include <linux/const.h>\n${BITS}` },
    after: { [LAMP_PATH]: `${HEAD}${BITS}` },
  },
  {
    name: 'a macro that it is made with uses a type that only the kernel has',
    ...declared(
      '#define LAMP_ACT(a)\t((a) << 16)\n#define LAMP_ON\t(1 | LAMP_ACT(2))\n',
      '#define LAMP_ACT(a)\t((lamp_word)(a) << 16)\n#define LAMP_ON\t(1 | LAMP_ACT(2))\n',
    ),
  },
  {
    name: 'the base that its numbers are counted from is gone',
    ...declared(
      '#define LAMP_BASE\t16\n#define LAMP_LIT\t(LAMP_BASE + 1)\n',
      '#define LAMP_LIT\t(LAMP_BASE + 1)\n',
    ),
  },
  {
    name: 'a name that an include which nobody has may declare',
    ...declared(
      '#include <linux/torch.h>\n#define LAMP_LIT\t1\n',
      '#include <linux/torch.h>\n#define LAMP_LIT\t(TORCH_LIT + 1)\n',
    ),
  },
  {
    name: 'a macro that one architecture has is made with one that only the kernel has',
    before: { [OF_ARM]: `${HEAD}#define LAMP_BYTE\t(0xff << 8)\n`, [OF_X86]: HEAD },
    after: { [OF_ARM]: `${HEAD}#define LAMP_BYTE\tGENMASK(15, 8)\n`, [OF_X86]: HEAD },
  },
  {
    name: 'a request of which only what <sys/ioctl.h> declares was missing',
    before: { ...MAJOR, [LAMP_PATH]: `${HEAD}#include <linux/lamp_major.h>\n${REQUEST}` },
    after: { ...MAJOR, [LAMP_PATH]: `${HEAD}${REQUEST}` },
  },
  {
    name: 'an include of one architecture, whose like on another brings the same through another header',
    before: {
      ...SHARED,
      [OF_X86]: `${HEAD}#include <linux/lamp_more.h>\n`,
      [OF_ARM]: `${HEAD}#include <linux/lamp_major.h>\n${NUMBER}`,
    },
    after: { ...SHARED, [OF_X86]: `${HEAD}#include <linux/lamp_more.h>\n`, [OF_ARM]: `${HEAD}${NUMBER}` },
  },
];
