// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../lib/sample.ts';
import { declared } from '../lib/small.ts';

export const good: Sample[] = [
  {
    name: 'members that move into an unnamed struct at the same offsets',
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
	struct {
		__u32	hue;
		__u32	watts;
	};
};
`,
    ),
  },
];
