// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const bad: Sample[] = [
  {
    name: 'a wider member',
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
	__u64	hue;
	__u32	watts;
};
`,
    ),
  },
  {
    name: 'a wider bit-field',
    ...declared(
      `struct lamp_colour {
	__u8 red:3;
	__u8 green:3;
};
`,
      `struct lamp_colour {
	__u8 red:4;
	__u8 green:3;
};
`,
    ),
  },
];
