// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

const ROOM = 'struct lamp_room {\n\t__u32 hue;\n\t__u32 watts;\n};\n';

export const bad: Sample[] = [
  {
    name: 'a version with a cast',
    ...declared(
      '#define LAMP_VERSION\t3\n#if LAMP_VERSION > 2\n#define LAMP_NEW\t1\n#endif\n',
      '#define LAMP_VERSION\t((int)3)\n#define LAMP_NEW\t1\n',
    ),
  },
  {
    name: 'a type of the header as the cast',
    ...declared(
      'typedef __u32 lamp_word;\n#define LAMP_ALL\t(~0U)\n',
      'typedef __u32 lamp_word;\n#define LAMP_ALL\t(~(lamp_word)0)\n',
    ),
  },
  {
    name: 'a size by sizeof',
    ...declared(
      `${ROOM}#define LAMP_ROOM_SIZE\t8\n`,
      `${ROOM}#define LAMP_ROOM_SIZE\tsizeof(struct lamp_room)\n`,
    ),
  },
  {
    name: 'flags counted from enumerators',
    ...declared(
      '#define LAMP_F_LIT\t0x1\n#define LAMP_F_DIM\t0x2\n#define LAMP_F_WARM\t0x4\n',
      'enum {\n\tLAMP_LIT_BIT,\n\tLAMP_DIM_BIT,\n\tLAMP_WARM_BIT,\n};\n#define LAMP_F_LIT\t(1 << LAMP_LIT_BIT)\n#define LAMP_F_DIM\t(1 << LAMP_DIM_BIT)\n#define LAMP_F_WARM\t(1 << LAMP_WARM_BIT)\n',
    ),
  },
  {
    name: 'a number that becomes an enumerator of its name',
    ...declared(
      '#define LAMP_DESK\t2\n',
      'enum lamp_kind {\n\tLAMP_DESK = 2,\n#define LAMP_DESK\tLAMP_DESK\n};\n',
    ),
  },
  {
    name: 'a cast in what it is made of',
    ...declared(
      '#define LAMP_WATTS_UNIT\t5\n#define LAMP_WATTS_TOP\t(LAMP_WATTS_UNIT * 4)\n',
      '#define LAMP_WATT(x)\t((__u64)(x))\n#define LAMP_WATTS_UNIT\t5\n#define LAMP_WATTS_TOP\t(LAMP_WATT(LAMP_WATTS_UNIT) * 4)\n',
    ),
  },
  {
    name: 'a version that is asked for with parameters',
    ...declared(
      '#define LAMP_VERSION_AT_LEAST(a)\t((a) <= 3)\n',
      '#define LAMP_VERSION_AT_LEAST(a)\t((__u32)(a) <= 3)\n',
    ),
  },
];
