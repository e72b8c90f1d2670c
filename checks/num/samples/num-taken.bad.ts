// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

const FLAGS = '#define LAMP_F_LIT\t(1U << 0)\n#define LAMP_F_DIM\t(1U << 1)\n';
const KINDS = 'enum lamp_kind {\n\tLAMP_KIND_DESK = 1,\n\tLAMP_KIND_FLOOR = 2,\n\tLAMP_KIND_WALL = 3,\n';
const CODE =
  '#define lamp_code(a, b, c, d)\t((__u32)(a) | ((__u32)(b) << 8) | ((__u32)(c) << 16) | ((__u32)(d) << 24))\n';
const FORMATS =
  "#define LAMP_FORMAT_RED\tlamp_code('R', 'E', 'D', ' ')\n#define LAMP_FORMAT_BLUE\tlamp_code('B', 'L', 'U', 'E')\n";

const BITS = 'enum {\n\tLAMP_LIT_BIT,\n\tLAMP_DIM_BIT,\n';
const NAMED = '#define LAMP_LIT\t(1 << LAMP_LIT_BIT)\n#define LAMP_DIM\t(1 << LAMP_DIM_BIT)\n';

const CONTROLS = `#define LAMP_CID_BASE	0x900
#define LAMP_CID_HUE	(LAMP_CID_BASE + 0)
#define LAMP_CID_WATTS	(LAMP_CID_BASE + 1)
#define LAMP_CID_LUX	(LAMP_CID_BASE + 2)
`;

/** A header of system calls that gains one. @param count of __NR_syscalls then */
export function calls(number: number, count: number): Pick<Sample, 'before' | 'after'> {
  const path = 'include/uapi/asm-generic/unistd.h';
  const call = (name: string, own: number) =>
    `#define __NR_${name} ${own}\n__SYSCALL(__NR_${name}, sys_${name})\n`;
  const text = (more: string, all: number) =>
    `${call('lamp_on', 0)}${call('lamp_off', 1)}${call('lamp_dim', 2)}${more}\n#undef __NR_syscalls\n#define __NR_syscalls ${all}\n`;
  const head =
    '/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */\n#ifndef __SYSCALL\n#define __SYSCALL(x, y)\n#endif\n';
  return {
    before: { [path]: head + text('', 3) },
    after: { [path]: head + text(call('lamp_warm', number), count) },
  };
}

export const bad: Sample[] = [
  { name: 'a bit of another flag', ...declared(FLAGS, `${FLAGS}#define LAMP_F_WARM\t(1U << 1)\n`) },
  {
    name: 'the number of another enumerator',
    ...declared(`${KINDS}};\n`, `${KINDS}\tLAMP_KIND_STREET = 3,\n};\n`),
  },
  {
    name: 'the code of another format',
    ...declared(
      CODE + FORMATS,
      `${CODE}${FORMATS}#define LAMP_FORMAT_BLACK\tlamp_code('B', 'L', 'U', 'E')\n`,
    ),
  },
  {
    name: 'numbers in a row',
    ...declared(
      '#define LAMP_CMD_ON\t1\n#define LAMP_CMD_OFF\t2\n#define LAMP_CMD_DIM\t3\n',
      '#define LAMP_CMD_ON\t1\n#define LAMP_CMD_OFF\t2\n#define LAMP_CMD_DIM\t3\n#define LAMP_CMD_BLINK\t3\n',
    ),
  },
  {
    name: 'a bit by its name',
    ...declared(
      `${BITS}};\n${NAMED}`,
      `${BITS}\tLAMP_WARM_BIT,\n};\n${NAMED}#define LAMP_WARM\t(1 << LAMP_DIM_BIT)\n`,
    ),
  },
  {
    name: 'the number of another control, counted from its base',
    ...declared(CONTROLS, `${CONTROLS}\n/* of the shade */\n#define LAMP_CID_SHADE	(LAMP_CID_BASE + 1)\n`),
  },
  { name: 'the number of another system call', ...calls(2, 4) },
  { name: 'a system call that the count leaves out', ...calls(3, 3) },
];
