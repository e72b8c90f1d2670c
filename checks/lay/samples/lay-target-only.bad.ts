// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const bad: Sample[] = [
  {
    name: 'an alignment that i386 alone did not have',
    ...declared(
      `struct lamp_colour {
	__u32	red;
	__u64	hue;
};
`,
      `struct lamp_colour {
	__u32	red;
	__aligned_u64	hue;
};
`,
    ),
  },
  {
    name: 'a long of fixed size',
    ...declared(
      `struct lamp_colour {
	unsigned long	hue;
	__u32	red;
	__u32	blue;
};
`,
      `struct lamp_colour {
	__u64	hue;
	__u32	red;
	__u32	blue;
};
`,
    ),
  },
];
