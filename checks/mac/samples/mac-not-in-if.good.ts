// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

const ROOM = 'struct lamp_room {\n\t__u32 hue;\n\t__u32 watts;\n};\n';

export const good: Sample[] = [
  {
    name: 'a number that gets its type by a suffix, parentheses or a macro of linux/const.h',
    ...declared(
      '#define LAMP_VERSION\t3\n#define LAMP_F_LIT\t(1UL << 0)\n#define LAMP_TOP\t9\n',
      '#include <linux/const.h>\n#define LAMP_VERSION\t3U\n#define LAMP_F_LIT\t_BITUL(0)\n#define LAMP_TOP\t(9)\n',
    ),
  },
  {
    name: 'another macro as the value, with a sum in parentheses before an operand',
    ...declared(
      '#define LAMP_LOW\t1\n#define LAMP_TOP\t2\n#define LAMP_MASK\t6\n',
      '#define LAMP_LOW\t1\n#define LAMP_TOP\t(LAMP_LOW + 1)\n#define LAMP_MASK\t((LAMP_LOW) + (LAMP_LOW) * 5)\n',
    ),
  },
  {
    name: 'what #if could not read before',
    ...declared(
      `${ROOM}enum { LAMP_LIT_BIT };\n#define LAMP_SIZE\tsizeof(struct lamp_room)\n#define LAMP_ALL\t((int)-1)\n#define LAMP_F_LIT\t(1 << LAMP_LIT_BIT)\n`,
      `${ROOM}enum { LAMP_LIT_BIT };\n#define LAMP_SIZE\t(sizeof(struct lamp_room))\n#define LAMP_ALL\t((__s32)-1)\n#define LAMP_F_LIT\t(1U << LAMP_LIT_BIT)\n`,
    ),
  },
  {
    name: 'an enumerator of 0',
    ...declared('#define LAMP_OFF\t0\n', 'enum {\n\tLAMP_OFF,\n#define LAMP_OFF\tLAMP_OFF\n};\n'),
  },
  {
    name: 'a cast that is gone',
    ...declared('#define LAMP_VERSION\t((__u32)3)\n', '#define LAMP_VERSION\t3U\n'),
  },
  {
    name: 'a sum with parameters, which no #if asks for, and a string',
    ...declared(
      '#define LAMP_ADD(a)\t((a) + 4)\n#define LAMP_NAME\t"lamp"\n',
      '#define LAMP_ADD(a)\t((__u32)(a) + 4)\n#define LAMP_NAME\t"la" "mp"\n',
    ),
  },
];
