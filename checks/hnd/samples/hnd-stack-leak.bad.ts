// SPDX-License-Identifier: GPL-2.0-only
import { DECLARED, glowing, SOUND } from '../../samples/lamp-handler.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'a member that nobody writes',
    ...glowing(`${DECLARED}${SOUND}	if (copy_to_user(arg, &glow, min_t(size_t, glow.argsz, sizeof(glow))))
		return -EFAULT;

`),
  },
  {
    name: 'all members are written, and there is a hole between them',
    ...glowing(`${DECLARED}	glow.argsz = sizeof(glow);
	glow.flags = 0;
	glow.count = 1;
	glow.lumen = 800;
	glow.reserved = 0;
	glow.pad = 0;
	if (copy_to_user(arg, &glow, sizeof(glow)))
		return -EFAULT;

`),
  },
];
