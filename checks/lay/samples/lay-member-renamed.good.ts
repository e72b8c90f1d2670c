// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const good: Sample[] = [
  {
    name: 'a renamed member that keeps its old name in an unnamed union',
    ...declared(
      `struct lamp_info {
	__u32	argsz;
	__u32	flags;
	__u32	hue;
	__u32	watts;
};
`,
      `struct lamp_info {
	__u32	argsz;
	__u32	flags;
	union {
		__u32	hue;
		__u32	colour;
	};
	__u32	watts;
};
`,
    ),
  },
  {
    name: 'a renamed member with a macro of the old name',
    ...declared(
      `struct lamp_info {
	__u32	argsz;
	__u32	flags;
	__u32	hue;
	__u32	watts;
};
`,
      `struct lamp_info {
	__u32	argsz;
	__u32	flags;
	__u32	colour;
	__u32	watts;
};
#define hue colour
`,
    ),
  },
];
