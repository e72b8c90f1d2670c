// SPDX-License-Identifier: GPL-2.0-only
import { lamp } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  { name: 'the same value in other words', ...lamp(['LAMP_HUES\t360', 'LAMP_HUES\t(3 * 120)']) },
  {
    name: 'a mask that gains a flag',
    ...lamp([
      '#define LAMP_FLAGS\t(LAMP_FLAG_LIT | LAMP_FLAG_DIMMED)',
      `#define LAMP_FLAG_WARM	0x4
#define LAMP_FLAGS	(LAMP_FLAG_LIT | LAMP_FLAG_DIMMED | LAMP_FLAG_WARM)`,
    ]),
  },
];
