// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const good: Sample[] = [
  {
    name: 'one more value',
    ...declared(
      `enum lamp_state {
	LAMP_OFF,
	LAMP_ON,
};
`,
      `enum lamp_state {
	LAMP_OFF,
	LAMP_ON,
	LAMP_DIM,
};
`,
    ),
  },
];
