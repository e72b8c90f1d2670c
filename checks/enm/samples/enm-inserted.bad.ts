// SPDX-License-Identifier: GPL-2.0-only
import { lamp } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'one before the others',
    ...lamp([
      `	LAMP_STATE_OFF,
`,
      `	LAMP_STATE_BROKEN,
	LAMP_STATE_OFF,
`,
    ]),
  },
  {
    name: 'two in the middle',
    ...lamp([
      `	LAMP_STATE_DIM,
`,
      `	LAMP_STATE_FADE,
	LAMP_STATE_BLINK,
	LAMP_STATE_DIM,
`,
    ]),
  },
];
