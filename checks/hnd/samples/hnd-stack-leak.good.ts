// SPDX-License-Identifier: GPL-2.0-only
import { CLEARED, DECLARED, glowing, SOUND } from '../../samples/lamp-handler.ts';
import type { Sample } from '../../samples/sample.ts';
import { bytes, filling } from './hnd-stack-leak.bad.ts';

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
  filling('memory that is cleared by a call', [
    'kzalloc(sizeof(*st), GFP_KERNEL);\n	long ret = 0;\n\n	if (!st)\n		return -ENOMEM;\n',
    'kmalloc(sizeof(*st), GFP_KERNEL);\n	long ret = 0;\n\n	if (!st)\n		return -ENOMEM;\n	memset(st, 0, sizeof(*st));\n',
  ]),
  filling(
    'the caller clears what another function cleared',
    ['	memset(st, 0, sizeof(*st));\n', ''],
    ['	struct lamp_state out;\n', '	struct lamp_state out = {};\n'],
  ),
  bytes(
    'bytes that are cleared behind their allocation',
    ['kzalloc(', 'kmalloc('],
    ['	ret = lamp_command(', '	memset(buffer, 0, 32);\n	ret = lamp_command('],
  ),
  bytes('room of a caller that is cleared by another function', [
    'memset(buf, 0, len)',
    'memzero_explicit(buf, len)',
  ]),
];
