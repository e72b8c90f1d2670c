// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

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
  {
    name: 'an array that marks the end of the members',
    ...declared(
      `struct lamp_area {
	__u32	size;
	__u32	hue;
	char	end[];
};
`,
      `struct lamp_area {
	__u32	size;
	__u32	hue;
	__u32	watts;
	__u32	volts;
	char	end[];
};
`,
    ),
  },
  {
    name: 'an arm of a union that is as large as the others',
    ...declared(
      'struct lamp { union { __u32 hue; __u8 raw[8]; } u; __u32 watts; };\n',
      'struct lamp { union { __u32 hue; __u8 raw[8]; __u16 parts[4]; } u; __u32 watts; };\n',
    ),
  },
];
