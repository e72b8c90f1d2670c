// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const good: Sample[] = [
  {
    name: 'int under its other name',
    ...declared(
      `struct lamp_colour {
	int	hue;
};
`,
      `struct lamp_colour {
	__s32	hue;
};
`,
    ),
  },
];
