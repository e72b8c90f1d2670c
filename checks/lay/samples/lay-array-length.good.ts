// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const good: Sample[] = [
  {
    name: 'the same length as a macro',
    ...declared(
      `struct lamp_colour {
	char	name[16];
	__u32	hue;
};
`,
      `#define LAMP_NAME 16
struct lamp_colour {
	char	name[LAMP_NAME];
	__u32	hue;
};
`,
    ),
  },
];
