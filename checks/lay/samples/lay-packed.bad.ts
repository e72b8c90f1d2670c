// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const bad: Sample[] = [
  {
    name: 'packed where it moves members',
    ...declared(
      `struct lamp_colour {
	__u8	red;
	__u32	hue;
};
`,
      `struct lamp_colour {
	__u8	red;
	__u32	hue;
} __attribute__((packed));
`,
    ),
  },
  {
    name: 'packed where it moves none',
    ...declared(
      `struct lamp_colour {
	__u32	red;
	__u32	hue;
};
`,
      `struct lamp_colour {
	__u32	red;
	__u32	hue;
} __packed;
`,
    ),
  },
];
