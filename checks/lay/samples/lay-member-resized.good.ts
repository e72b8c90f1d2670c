// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const good: Sample[] = [
  {
    name: 'another name for a type of the same shape',
    ...declared(
      `struct lamp_colour {
	unsigned int hue;
	__u32 watts;
};
`,
      `struct lamp_colour {
	__u32 hue;
	unsigned int watts;
};
`,
    ),
  },
];
