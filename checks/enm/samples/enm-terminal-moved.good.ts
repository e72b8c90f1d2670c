// SPDX-License-Identifier: GPL-2.0-only
import { lamp } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'a count that grows with its enum',
    ...lamp([
      `	LAMP_STATE_NUM,
`,
      `	LAMP_STATE_FADE,
	LAMP_STATE_NUM,
`,
    ]),
  },
];
