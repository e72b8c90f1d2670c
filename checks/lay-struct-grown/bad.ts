// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../lib/sample.ts';
import { declared } from '../lib/small.ts';

export const bad: Sample[] = [
  {
    name: 'growth without a size',
    ...declared(
      `#define LAMP_INFO _IO('L', 1)
struct lamp_colour {
	__u8	red;
	__u8	green;
};
`,
      `#define LAMP_INFO _IO('L', 1)
struct lamp_colour {
	__u8	red;
	__u8	green;
	__u8	blue;
};
`,
    ),
  },
  {
    name: 'growth of an element of an array',
    ...declared(
      `struct lamp_spot {
	__u32	size;
	__u32	x;
};
struct lamp_spots {
	__u32	argsz;
	__u32	count;
	struct lamp_spot	spots[4];
	__u32	last;
};
`,
      `struct lamp_spot {
	__u32	size;
	__u32	x;
	__u32	y;
};
struct lamp_spots {
	__u32	argsz;
	__u32	count;
	struct lamp_spot	spots[4];
	__u32	last;
};
`,
    ),
  },
  {
    name: 'growth of an element of a flexible array',
    ...declared(
      `struct lamp_spot {
	__u32	x;
};
struct lamp_spots {
	__u32	argsz;
	__u32	count;
	struct lamp_spot	spots[];
};
`,
      `struct lamp_spot {
	__u32	x;
	__u32	y;
};
struct lamp_spots {
	__u32	argsz;
	__u32	count;
	struct lamp_spot	spots[];
};
`,
    ),
  },
];
