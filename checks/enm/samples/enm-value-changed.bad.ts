// SPDX-License-Identifier: GPL-2.0-only
import { lamp } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

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
  {
    name: 'counted from a name that no header at hand defines',
    ...declared(
      'enum { LAMP_EV_LIT = LAMP_EV_BASE, LAMP_EV_DIM, LAMP_EV_OUT };\n',
      'enum { LAMP_EV_LIT = LAMP_EV_BASE, LAMP_EV_HOT, LAMP_EV_DIM, LAMP_EV_OUT };\n',
    ),
  },
];
