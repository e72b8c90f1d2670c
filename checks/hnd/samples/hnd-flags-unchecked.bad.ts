// SPDX-License-Identifier: GPL-2.0-only
import { ASKED, CLEARED, COPIED, glowing } from '../../samples/lamp-handler.ts';
import type { Sample } from '../../samples/sample.ts';

const RESERVED = '	if (glow.reserved)\n		return -EINVAL;\n\n';

export const bad: Sample[] = [
  {
    name: 'a known flag is asked for, unknown ones pass',
    ...glowing(`${CLEARED}${COPIED}${ASKED}${RESERVED}	if (glow.flags & VFIO_LAMP_GLOW_SOFTLY)
		lamp_soft(lamp);

`),
  },
  {
    name: 'the caller gets its own flags back',
    ...glowing(`${CLEARED}${COPIED}${ASKED}${RESERVED}	if (lamp->soft)
		glow.flags = VFIO_LAMP_GLOW_SOFTLY;

	if (copy_to_user(arg, &glow, minsz))
		return -EFAULT;

`),
  },
];
