// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../lib/sample.ts';
import { declared } from '../lib/small.ts';

export const good: Sample[] = [
  {
    name: 'padding at the end that gets a name',
    ...declared(
      `#define LAMP_INFO _IO('L', 1)
struct lamp_colour {
	__u64	hue;
	__u32	watts;
	__u32	lux;
	__u8	red;
};
`,
      `#define LAMP_INFO _IO('L', 1)
struct lamp_colour {
	__u64	hue;
	__u32	watts;
	__u32	lux;
	__u8	red;
	__u8	pad[3];
};
`,
    ),
  },
];
