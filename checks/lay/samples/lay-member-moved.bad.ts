// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const bad: Sample[] = [
  {
    name: 'a member in the middle',
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
	__u32	lumen;
	__u32	hue;
	__u32	watts;
};
`,
    ),
  },
  {
    name: 'members that change places',
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
	__u32	watts;
	__u32	hue;
};
`,
    ),
  },
  {
    name: 'an arm of a union that is larger than the others',
    ...declared(
      'struct lamp { union { __u32 hue; __u8 raw[8]; } u; __u32 watts; };\n',
      'struct lamp { union { __u32 hue; __u8 raw[8]; __u32 wide[4]; } u; __u32 watts; };\n',
    ),
  },
];
