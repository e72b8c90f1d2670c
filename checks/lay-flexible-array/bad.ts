// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../lib/sample.ts';
import { declared } from '../lib/small.ts';

export const bad: Sample[] = [
  {
    name: 'one element that becomes flexible',
    ...declared(
      `struct lamp_colour {
	__u32	count;
	__u32	hues[1];
};
`,
      `struct lamp_colour {
	__u32	count;
	__u32	hues[];
};
`,
    ),
  },
];
