// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const good: Sample[] = [
  {
    name: 'reserved space that is cut up',
    ...declared(
      `struct lamp_info {
	__u32	argsz;
	__u32	flags;
	__u32	reserved[2];
	__u32	watts;
};
`,
      `struct lamp_info {
	__u32	argsz;
	__u32	flags;
	__u32	reserved1;
	__u32	reserved2;
	__u32	watts;
};
`,
    ),
  },
  {
    name: 'reserved space that a new member takes',
    ...declared(
      `struct lamp_info {
	__aligned_u64	hours;
	__u32	hue;
	__u32	reserved;
};
`,
      `struct lamp_info {
	__aligned_u64	hours;
	__u32	hue;
	__u32	watts;
};
`,
    ),
  },
];
