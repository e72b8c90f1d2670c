// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const good: Sample[] = [
  {
    name: 'an alignment where nothing moves',
    ...declared(
      `struct lamp_colour {
	__u64	hue;
	__u32	red;
	__u32	blue;
};
`,
      `struct lamp_colour {
	__aligned_u64	hue;
	__u32	red;
	__u32	blue;
};
`,
    ),
  },
];
