// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const good: Sample[] = [
  {
    name: 'the same arm, unnamed before',
    ...declared(
      `struct lamp_info {
	__u32	argsz;
	__u32	flags;
	union {
		__u32	hue;
		__u32	colour;
	};
};
`,
      `struct lamp_info {
	__u32	argsz;
	__u32	flags;
	union {
		__u32	colour;
		__u32	hue;
	};
};
`,
    ),
  },
];
