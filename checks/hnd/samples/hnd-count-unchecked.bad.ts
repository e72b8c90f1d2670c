// SPDX-License-Identifier: GPL-2.0-only
import { CLEARED, glowing, SOUND } from '../../samples/lamp-handler.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'a member times a size',
    ...glowing(`${CLEARED}${SOUND}	lumens = kzalloc(glow.count * sizeof(*lumens), GFP_KERNEL);

`),
  },
  {
    name: 'a member that is handed to the function that multiplies',
    ...glowing(
      `${CLEARED}${SOUND}	return lamp_string(lamp, glow.count);

`,
      `static int lamp_string(struct lamp *lamp, u32 count)
{
	u64 *lumens = vmalloc(sizeof(u64) * count);

	return lumens ? 0 : -ENOMEM;
}

`,
    ),
  },
];
