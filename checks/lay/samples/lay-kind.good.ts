// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const good: Sample[] = [
  {
    name: 'a struct in a union of its own',
    ...declared(
      `struct lamp_colour {
	__u8	red;
	__u32	hue;
};
`,
      `struct lamp_colour {
	union {
		struct {
			__u8	red;
			__u32	hue;
		};
		__u32	all[2];
	};
};
`,
    ),
  },
];
