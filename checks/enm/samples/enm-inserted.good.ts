// SPDX-License-Identifier: GPL-2.0-only
import { lamp } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'one behind the others, before what counts them',
    ...lamp([
      `	LAMP_STATE_NUM,
`,
      `	LAMP_STATE_BROKEN,
	LAMP_STATE_NUM,
`,
    ]),
  },
  {
    name: 'one with a value of its own',
    ...lamp([
      `	LAMP_STATE_OFF,
`,
      `	LAMP_STATE_BROKEN = -1,
	LAMP_STATE_OFF,
`,
    ]),
  },
];
