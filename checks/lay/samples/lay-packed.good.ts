// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const good: Sample[] = [
  {
    name: 'packed in its other spelling',
    ...declared(
      `struct lamp_colour {
	__u8	red;
	__u32	hue;
} __packed;
`,
      `struct lamp_colour {
	__u8	red;
	__u32	hue;
} __attribute__((packed));
`,
    ),
  },
];
