// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const bad: Sample[] = [
  {
    name: 'a struct that becomes a union',
    ...declared(
      `struct lamp_colour {
	__u8	red;
	__u32	hue;
};
`,
      `union lamp_colour {
	__u8	red;
	__u32	hue;
};
`,
    ),
  },
];
