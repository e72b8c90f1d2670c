// SPDX-License-Identifier: GPL-2.0-only
import { ASKED, CLEARED, COPIED, glowing, SOUND } from '../../samples/lamp-handler.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  { name: 'unknown flags are refused', ...glowing(CLEARED + SOUND) },
  {
    name: 'flags are an answer, and cleared first',
    ...glowing(`${CLEARED}${COPIED}${ASKED}	if (glow.reserved)
		return -EINVAL;

	glow.flags = 0;
	if (lamp->soft)
		glow.flags |= VFIO_LAMP_GLOW_SOFTLY;

	if (copy_to_user(arg, &glow, minsz))
		return -EFAULT;

`),
  },
];
