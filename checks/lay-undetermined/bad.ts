// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../lib/sample.ts';
import { declared } from '../lib/small.ts';

export const bad: Sample[] = [
  {
    name: 'a type that no header at hand defines',
    ...declared(
      `struct lamp_colour {
	__u8	red;
	__u32	hue;
};
`,
      `struct lamp_colour {
	__u8	red;
	lamp_hue_t	hue;
};
`,
    ),
  },
];
