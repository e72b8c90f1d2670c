// SPDX-License-Identifier: GPL-2.0-only

import { dimming } from '../../samples/lamp.ts';
import { CLEARED, COPIED, glowing, KNOWN, SOUND } from '../../samples/lamp-handler.ts';
import type { Sample } from '../../samples/sample.ts';

const FLAGS = '	if (dim.flags & ~VFIO_LAMP_DIM_SLOWLY)\n		return -EINVAL;\n\n';

export const bad: Sample[] = [
  { name: 'no check in a function of its own', ...glowing(CLEARED + COPIED + KNOWN) },
  {
    name: 'a second copy that a flag asks for, whatever argsz says',
    ...glowing(`${CLEARED}${SOUND}	xend = offsetofend(struct vfio_lamp_glow, pad);
	if (glow.flags & VFIO_LAMP_GLOW_SOFTLY) {
		if (copy_from_user((void *)&glow + minsz, (void __user *)arg + minsz, xend - minsz))
			return -EFAULT;
	}

`),
  },
  {
    name: 'capabilities behind the struct, whatever argsz says',
    ...glowing(`${CLEARED}${SOUND}	if (copy_to_user(arg + 1, caps.buf, caps.size))
		return -EFAULT;

`),
  },
  { name: 'no check in a chain of ifs', ...withInclude(dimming({ check: FLAGS, shape: 'chain' })) },
];

/** The driver says which header its structs are of. */
function withInclude<T extends { after: Record<string, string> }>(sample: T): T {
  const after = Object.fromEntries(
    Object.entries(sample.after).map(([path, text]) => [
      path,
      path.endsWith('.c') ? `#include <linux/vfio.h>\n\n${text}` : text,
    ]),
  );
  return { ...sample, after };
}
