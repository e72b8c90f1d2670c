// SPDX-License-Identifier: GPL-2.0-only
import { ASKED, CLEARED, COPIED, glowing } from '../../samples/lamp-handler.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'reserved may be anything',
    ...glowing(`${CLEARED}${COPIED}${ASKED}	if (glow.flags & ~VFIO_LAMP_GLOW_SOFTLY)
		return -EINVAL;

`),
  },
];
