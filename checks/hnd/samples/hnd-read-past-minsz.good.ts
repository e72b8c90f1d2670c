// SPDX-License-Identifier: GPL-2.0-only
import { DECLARED, glowing, SOUND } from '../../samples/lamp-handler.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  { name: 'what was copied', ...glowing(`${DECLARED}${SOUND}	lamp_glow(lamp, glow.lumen);\n\n`) },
  {
    name: 'what a second copy brought',
    ...glowing(`${DECLARED}${SOUND}	xend = offsetofend(struct vfio_lamp_glow, pad);
	if (glow.argsz >= xend) {
		if (copy_from_user((void *)&glow + minsz, (void __user *)arg + minsz, xend - minsz))
			return -EFAULT;
		lamp_pad(lamp, glow.pad);
	}

`),
  },
];
