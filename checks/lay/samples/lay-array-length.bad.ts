// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const bad: Sample[] = [
  {
    name: 'a longer name',
    ...declared(
      `struct lamp_colour {
	char	name[16];
	__u32	hue;
};
`,
      `struct lamp_colour {
	char	name[32];
	__u32	hue;
};
`,
    ),
  },
];
