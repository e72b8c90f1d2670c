// SPDX-License-Identifier: GPL-2.0-only
import { CLEARED, DECLARED, glowing, SOUND } from '../../samples/lamp-handler.ts';
import type { Sample } from '../../samples/sample.ts';

const ANSWER = `	if (copy_to_user(arg, &glow, min_t(size_t, glow.argsz, sizeof(glow))))
		return -EFAULT;

`;

export const good: Sample[] = [
  { name: 'an initialiser', ...glowing(CLEARED + SOUND + ANSWER) },
  { name: 'a memset', ...glowing(`${DECLARED}	memset(&glow, 0, sizeof(glow));\n${SOUND}${ANSWER}`) },
  {
    name: 'no more than what was copied in',
    ...glowing(`${DECLARED}${SOUND}	if (copy_to_user(arg, &glow, minsz))
		return -EFAULT;

`),
  },
];
