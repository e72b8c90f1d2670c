// SPDX-License-Identifier: GPL-2.0-only
import { CLEARED, COPIED, glowing, SOUND } from '../../samples/lamp-handler.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  { name: 'argsz first', ...glowing(CLEARED + SOUND) },
  {
    name: 'both in one if',
    ...glowing(`${CLEARED}${COPIED}	if (glow.argsz < minsz || glow.flags & ~VFIO_LAMP_GLOW_SOFTLY || glow.reserved)
		return -EINVAL;

`),
  },
];
