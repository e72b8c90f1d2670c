// SPDX-License-Identifier: GPL-2.0-only
import { lamp } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  { name: 'an initialiser of its own', ...lamp(['LAMP_STATE_ON,', 'LAMP_STATE_ON = 5,']) },
  {
    name: 'two that change places',
    ...lamp([
      `	LAMP_STATE_OFF,
	LAMP_STATE_ON,
`,
      `	LAMP_STATE_ON,
	LAMP_STATE_OFF,
`,
    ]),
  },
  {
    name: 'the size of what no header at hand defines',
    ...lamp(['LAMP_STATE_ON,', 'LAMP_STATE_ON = sizeof(struct lamp_state),']),
  },
];
