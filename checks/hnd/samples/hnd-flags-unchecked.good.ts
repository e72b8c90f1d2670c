// SPDX-License-Identifier: GPL-2.0-only
import { DRIVER_PATH } from '../../samples/lamp.ts';
import { ASKED, CLEARED, COPIED, glowing, SOUND } from '../../samples/lamp-handler.ts';
import type { Sample } from '../../samples/sample.ts';

/** Several structs at once, before and after. */
function copied() {
  const { after } = glowing(
    `	struct vfio_lamp_glow *glow = memdup_array_user(arg, LAMP_GLOWS, sizeof(*glow));

	if (IS_ERR(glow))
		return PTR_ERR(glow);
	lamp->lumen = glow->lumen;
`,
  );
  const driver = after[DRIVER_PATH].replace(
    'memdup_array_user(arg, LAMP_GLOWS, sizeof(*glow))',
    'memdup_user(arg, LAMP_GLOWS * sizeof(*glow))',
  );
  return { before: after, after: { ...after, [DRIVER_PATH]: driver } };
}

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
  { name: 'flags that were never looked at, copied by another function', ...copied() },
];
