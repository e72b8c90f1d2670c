// SPDX-License-Identifier: GPL-2.0-only
import { lamp } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'one more state',
    ...lamp([
      `	LAMP_STATE_NUM,
`,
      `	LAMP_STATE_FADE,
	LAMP_STATE_NUM,
`,
    ]),
  },
];
