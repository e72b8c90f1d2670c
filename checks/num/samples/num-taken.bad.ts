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

const ROOMS =
  '#define ROOM_HALL\t0\n#define ROOM_DEN\t1\n#define ROOM_STUDY\t1\n#define ROOM_BATH\t2\n#define ROOM_ATTIC\t3\n';
const CODES = '#define LAMP_CODE_ON\t0x210\n#define LAMP_CODE_OFF\t0x211\n#define LAMP_CODE_DIM\t0x270\n';
const SETTINGS =
  '#define GLOW_SET_HUE\t1\n#define GLOW_GET_HUE\t2\n#define GLOW_SET_WATTS\t3\n#define GLOW_GET_WATTS\t4\n';
const SUMS =
  '#define LAMP_ON_DESK\t(__LAMP_BASE + 0)\n#define LAMP_ON_FLOOR\t(__LAMP_BASE + 1)\n#define LAMP_ON_ROOF\t(__LAMP_BASE + 2)\n';

const define = (names: readonly (readonly [name: string, number: number | string])[]) =>
  names.map(([name, number]) => `#define ${name}\t${number}\n`).join('');

/** Options as prctl(2) has them: in no order, under two words, with values of an option below it. */
export const OPTIONS = `${define([
  ['LA_SET_HUE', 1],
  ['LA_GET_HUE', 2],
  ['LA_SET_WATTS', 4],
  ['LA_GET_WATTS', 3],
])}struct lamp_map {
\t__u32 rooms;
};
#define LA_SET_SHADE\t5
# define LA_SHADE_OPEN\t0
# define LA_SHADE_SHUT\t1
/* Read and drop rooms */
${define([
  ['LA_ROOM_READ', 23],
  ['LA_ROOM_DROP', 24],
  ['LA_GET_SHADE', 6],
  ['LA_SET_TIMER', 7],
  ['LA_GET_TIMER', 8],
  ['LA_SET_OWNER', '0x59616d61'],
])}`;

/** Numbers of names that share a letter, with an old name for one. */
export const FAULTS = `${define(
  ['EDIM', 'EDARK', 'EHOT', 'ECOLD', 'ELOOSE', 'EBROKEN', 'EGONE', 'ESTOLEN', 'EOLD'].map((name, at) => [
    name,
    at + 1,
  ]),
)}#define EWARM\tEHOT\n`;

export const MAGICS = define([
  ['DESK_SUPER_MAGIC', '0xadf5'],
  ['FLOOR_SUPER_MAGIC', '0xadff'],
  ['WALL_SUPER_MAGIC', '0x5346'],
  ['STREET_MAGIC', '0x1cd1'],
  ['ROOF_FS_MAGIC', '0x2468'],
  ['OIL_MAGIC', '0x137d'],
  ['GAS_SUPER_MAGIC', '0x414a53'],
  ['LED_SUPER_MAGIC', '0x27e0eb'],
]);

/** An enum of numbers that others assign, with gaps. */
export const protocols = (more: string) =>
  `enum lamp_proto {\n${[1, 2, 4, 6, 8, 12, 17, 41, 58].map((own) => `\tLAMP_PROTO_${own}X = ${own},\n`).join('')}${more}};\n`;

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
  {
    name: 'the number of another option, far from it',
    ...declared(
      OPTIONS,
      `${OPTIONS}\n/* Get and set the glow */\n#define LA_SET_GLOW\t9\n#define LA_GET_GLOW\t4\n`,
    ),
  },
  { name: 'the number of a fault of another name', ...declared(FAULTS, `${FAULTS}\n#define ESMOKE\t4\n`) },
  {
    name: 'the magic number of another file system',
    ...declared(MAGICS, `#define NEON_SUPER_MAGIC\t0x137d\n${MAGICS}`),
  },
  {
    name: 'the number of another protocol, in an enum with gaps',
    ...declared(protocols(''), protocols('\tLAMP_PROTO_NEW = 17,\n')),
  },
  {
    name: 'a number of a family that has an alias since ever',
    ...declared(ROOMS, `${ROOMS}#define ROOM_LOFT\t3\n`),
  },
  {
    name: 'a code of a family in hex with gaps',
    ...declared(CODES, `${CODES}#define LAMP_CODE_FADE\t0x270\n`),
  },
  {
    name: 'a number of an enum with gaps',
    ...declared(
      'enum lamp_op { LAMP_OP_NOP = 0, LAMP_OP_ON = 10, LAMP_OP_OFF = 20 };\n',
      'enum lamp_op { LAMP_OP_NOP = 0, LAMP_OP_ON = 10, LAMP_OP_OFF = 20, LAMP_OP_DIM = 20 };\n',
    ),
  },
  {
    name: 'a number of what is set and asked for',
    ...declared(SETTINGS, `${SETTINGS}#define GLOW_SET_LUX\t4\n`),
  },
  {
    name: 'a sum of a base that the header does not know',
    ...declared(SUMS, `${SUMS}#define LAMP_ON_WALL\t(__LAMP_BASE + 2)\n`),
  },
  { name: 'the number of another system call', ...calls(2, 4) },
  { name: 'a system call that the count leaves out', ...calls(3, 3) },
];
