// SPDX-License-Identifier: GPL-2.0-only
import { lamp } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'an alias for the old name',
    ...lamp([
      `	LAMP_STATE_DIM,
`,
      `	LAMP_STATE_FADE,
	LAMP_STATE_DIM = LAMP_STATE_FADE,
`,
    ]),
  },
];
