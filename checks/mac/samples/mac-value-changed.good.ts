// SPDX-License-Identifier: GPL-2.0-only
import { lamp } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const good: Sample[] = [
  {
    name: 'the version of an interface that gains a request',
    ...declared(
      "#define BULB_API_VERSION\t3\n#define BULB_ON\t_IO('b', 1)\n",
      "#define BULB_API_VERSION\t4\n#define BULB_ON\t_IO('b', 1)\n#define BULB_OFF\t_IO('b', 2)\n",
    ),
  },
  { name: 'the same value in other words', ...lamp(['LAMP_HUES\t360', 'LAMP_HUES\t(3 * 120)']) },
  {
    name: 'a mask that gains a flag',
    ...lamp([
      '#define LAMP_FLAGS\t(LAMP_FLAG_LIT | LAMP_FLAG_DIMMED)',
      `#define LAMP_FLAG_WARM	0x4
#define LAMP_FLAGS	(LAMP_FLAG_LIT | LAMP_FLAG_DIMMED | LAMP_FLAG_WARM)`,
    ]),
  },
  {
    name: 'a count that is counted from a name that no header at hand defines',
    ...declared(
      '#define LAMP_EV_DIM\t(LAMP_EV_BASE + 3)\n#define LAMP_EV_MAX\t(LAMP_EV_BASE + 3)\n',
      '#define LAMP_EV_DIM\t(LAMP_EV_BASE + 3)\n#define LAMP_EV_OUT\t(LAMP_EV_BASE + 4)\n#define LAMP_EV_MAX\t(LAMP_EV_BASE + 4)\n',
    ),
  },
];
