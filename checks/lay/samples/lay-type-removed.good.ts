// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const good: Sample[] = [
  {
    name: 'a struct that moves within its header',
    ...declared(
      `struct lamp_info {
	__u32	argsz;
	__u32	flags;
	__u32	hue;
	__u32	watts;
};
struct lamp_colour {
	__u8	red;
};
`,
      `struct lamp_colour {
	__u8	red;
};
struct lamp_info {
	__u32	argsz;
	__u32	flags;
	__u32	hue;
	__u32	watts;
};
`,
    ),
  },
  {
    name: 'a struct with another tag, and a macro of the old one',
    ...declared(
      'struct lamp_info {\n	__u32	hue;\n};\n',
      'struct lamp_state {\n	__u32	hue;\n};\n#define lamp_info lamp_state\n',
    ),
  },
];
