// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const good: Sample[] = [
  {
    name: 'a flexible array that has no element for the compiler any more',
    ...declared(
      `struct lamp_colour {
	__u32	count;
	__u32	hues[];
};
`,
      `struct lamp_colour {
	__u32	count;
	__u32	hues[0];
};
`,
    ),
  },
  {
    name: 'a flexible array beside the old one',
    ...declared(
      `struct lamp_colour {
	__u32	count;
	__u32	hues[1];
};
`,
      `struct lamp_colour {
	__u32	count;
	union {
		__u32	hues[1];
		__DECLARE_FLEX_ARRAY(__u32, all_hues);
	};
};
`,
    ),
  },
];
