// SPDX-License-Identifier: GPL-2.0-only
import { CLEARED, COPIED, glowing, KNOWN, SOUND } from '../../samples/lamp-handler.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  { name: 'a check in the handler', ...glowing(CLEARED + SOUND) },
  {
    name: 'a check in a helper',
    ...glowing(
      `${CLEARED}${COPIED}	if (lamp_short(&glow, minsz))
		return -EINVAL;

${KNOWN}`,
      `static bool lamp_short(struct vfio_lamp_glow *glow, unsigned long minsz)
{
	return glow->argsz < minsz;
}

`,
    ),
  },
  {
    name: 'a second copy that argsz covers',
    ...glowing(`${CLEARED}${SOUND}	xend = offsetofend(struct vfio_lamp_glow, pad);
	if (glow.flags & VFIO_LAMP_GLOW_SOFTLY) {
		if (glow.argsz < xend)
			return -EINVAL;
		if (copy_from_user((void *)&glow + minsz, (void __user *)arg + minsz, xend - minsz))
			return -EFAULT;
	}

`),
  },
];
