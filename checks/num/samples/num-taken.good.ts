// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';
import { calls, FAULTS, MAGICS, OPTIONS, protocols } from './num-taken.bad.ts';

const FLAGS = '#define LAMP_F_LIT\t(1U << 0)\n#define LAMP_F_DIM\t(1U << 1)\n';

export const good: Sample[] = [
  {
    name: 'a name for old programs beside the new one',
    ...declared(
      'enum lamp_kind { LAMP_KIND_NONE = 0, LAMP_KIND_BULB = 2, };\n',
      'enum lamp_kind {\n\tLAMP_KIND_NONE = 0,\n\tLAMP_KIND_SHELL = 1, /* for legacy programs */\n\tLAMP_KIND_SHADE = 1,\n\tLAMP_KIND_BULB = 2,\n};\n',
    ),
  },
  { name: 'the next bit', ...declared(FLAGS, `${FLAGS}#define LAMP_F_WARM\t(1U << 2)\n`) },
  { name: 'another name for a flag', ...declared(FLAGS, `${FLAGS}#define LAMP_F_WARM\tLAMP_F_DIM\n`) },
  {
    name: 'a mask, a default and a limit',
    ...declared(
      '#define LAMP_HUE_RED\t1\n#define LAMP_HUE_BLUE\t2\n#define LAMP_HUE_GREEN\t3\n',
      '#define LAMP_HUE_RED\t1\n#define LAMP_HUE_BLUE\t2\n#define LAMP_HUE_GREEN\t3\n#define LAMP_HUE_MASK\t0x3\n#define LAMP_HUE_DEFAULT\t1\n#define LAMP_HUE_MAX\t3\n',
    ),
  },
  {
    name: 'sizes are no family',
    ...declared(
      '#define LAMP_TOP_WATTS\t60\n#define LAMP_SIDE_WATTS\t40\n',
      '#define LAMP_TOP_WATTS\t60\n#define LAMP_SIDE_WATTS\t40\n#define LAMP_FOOT_WATTS\t40\n',
    ),
  },
  {
    name: 'flags of two words that stand together and had bits in common before',
    ...declared(
      '#define LAMP_IN_LIT\t0x1\n#define LAMP_OUT_LIT\t0x1\n',
      '#define LAMP_IN_LIT\t0x1\n#define LAMP_OUT_LIT\t0x1\n#define LAMP_IN_DIM\t0x2\n#define LAMP_OUT_DIM\t0x2\n',
    ),
  },
  {
    name: 'values of an option, a limit and a size among options',
    ...declared(
      OPTIONS,
      `${OPTIONS}#define LA_SET_GLOW\t9\n# define LA_GLOW_OFF\t1\n# define LA_GLOW_ON\t2\n#define LA_GLOW_MAX\t4\n#define LA_GLOW_LEN\t8\n`,
    ),
  },
  {
    name: 'values of a new option on one level with it',
    ...declared(
      OPTIONS,
      `${OPTIONS}#define LA_GLOW\t9\n#define LA_GLOW_ON\t1\n#define LA_BEAM_OFF\t0\n#define LA_BEAM_ON\t1\n`,
    ),
  },
  {
    name: 'a second name for a fault, by the name and with the reason',
    ...declared(FAULTS, `${FAULTS}#define EBLACK\tEDARK\n#define EANCIENT\t9 /* the same as EOLD */\n`),
  },
  { name: 'a magic number of its own', ...declared(MAGICS, `${MAGICS}#define NEON_SUPER_MAGIC\t0x137e\n`) },
  {
    name: 'a protocol of its own, and another name for one',
    ...declared(
      protocols(''),
      protocols('\tLAMP_PROTO_NEW = 18,\n\tLAMP_PROTO_SEVENTEEN = LAMP_PROTO_17X,\n'),
    ),
  },
  {
    name: 'sizes that differ by chance',
    ...declared(
      [10, 20, 35, 50, 64, 80, 95, 110].map((own) => `#define LAMP_${own}X_WATTS\t${own}\n`).join(''),
      [10, 20, 35, 50, 64, 80, 95, 110, 64]
        .map((own, at) => `#define LAMP_${own}X${at > 7 ? 'Y' : ''}_WATTS\t${own}\n`)
        .join(''),
    ),
  },
  {
    name: 'another name for an operation of an enum with gaps, by that name, and a number of its own',
    ...declared(
      'enum lamp_op { LAMP_OP_NOP = 0, LAMP_OP_ON = 10, LAMP_OP_OFF = 20 };\n',
      'enum lamp_op { LAMP_OP_NOP = 0, LAMP_OP_ON = 10, LAMP_OP_OFF = 20, LAMP_OP_OUT = LAMP_OP_OFF, LAMP_OP_DIM = 30 };\n',
    ),
  },
  {
    name: 'limits in decimal, of which two are one',
    ...declared(
      '#define LAMP_WATTS_DESK\t20\n#define LAMP_WATTS_FLOOR\t40\n#define LAMP_WATTS_ROOF\t75\n',
      '#define LAMP_WATTS_DESK\t20\n#define LAMP_WATTS_FLOOR\t40\n#define LAMP_WATTS_ROOF\t75\n#define LAMP_WATTS_WALL\t75\n',
    ),
  },
  {
    name: 'the next sum of a base that the header does not know',
    ...declared(
      '#define LAMP_ON_DESK\t(__LAMP_BASE + 0)\n#define LAMP_ON_FLOOR\t(__LAMP_BASE + 1)\n#define LAMP_ON_ROOF\t(__LAMP_BASE + 2)\n',
      '#define LAMP_ON_DESK\t(__LAMP_BASE + 0)\n#define LAMP_ON_FLOOR\t(__LAMP_BASE + 1)\n#define LAMP_ON_ROOF\t(__LAMP_BASE + 2)\n#define LAMP_ON_WALL\t(__LAMP_BASE + 3)\n',
    ),
  },
  { name: 'the next system call', ...calls(3, 4) },
  {
    name: 'a name for the first control',
    ...declared(
      '#define LAMP_CID_BASE	0x900\n#define LAMP_CID_HUE	(LAMP_CID_BASE + 0)\n#define LAMP_CID_LUX	(LAMP_CID_BASE + 1)\n',
      '#define LAMP_CID_BASE	0x900\n#define LAMP_CID_FIRST	(LAMP_CID_BASE + 0)\n#define LAMP_CID_HUE	(LAMP_CID_BASE + 0)\n#define LAMP_CID_LUX	(LAMP_CID_BASE + 1)\n',
    ),
  },
];
