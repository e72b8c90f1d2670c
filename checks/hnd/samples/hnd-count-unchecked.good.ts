// SPDX-License-Identifier: GPL-2.0-only
import { CLEARED, glowing, SOUND } from '../../samples/lamp-handler.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'a product that does not wrap',
    ...glowing(`${CLEARED}${SOUND}	lumens = kcalloc(glow.count, sizeof(*lumens), GFP_KERNEL);

`),
  },
  {
    name: 'a limit',
    ...glowing(`${CLEARED}${SOUND}	if (glow.count > LAMP_STRING_MAX)
		return -E2BIG;
	lumens = kzalloc(glow.count * sizeof(*lumens), GFP_KERNEL);

`),
  },
];
