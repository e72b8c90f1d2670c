// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

const HUES =
  '#define LAMP_CID_HUE_BASE\t0x100\n#define LAMP_CID_HUE_RED\t(LAMP_CID_HUE_BASE + 1)\n#define LAMP_CID_HUE_BLUE\t(LAMP_CID_HUE_BASE + 20)\n';
const DIMS = '#define LAMP_CID_DIM_BASE\t0x120\n#define LAMP_CID_DIM_STEP\t(LAMP_CID_DIM_BASE + 0)\n';

export const bad: Sample[] = [
  {
    name: 'a base inside the range of another one',
    ...declared(
      HUES,
      `${HUES}#define LAMP_CID_DIM_BASE\t0x110\n#define LAMP_CID_DIM_STEP\t(LAMP_CID_DIM_BASE + 0)\n`,
    ),
  },
  {
    name: 'a number that reaches the range of another base',
    ...declared(HUES + DIMS, `${HUES}#define LAMP_CID_HUE_GREEN\t(LAMP_CID_HUE_BASE + 32)\n${DIMS}`),
  },
];
