// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const bad: Sample[] = [
  {
    name: 'a signed member',
    ...declared(
      `struct lamp_colour {
	__u32	hue;
};
`,
      `struct lamp_colour {
	__s32	hue;
};
`,
    ),
  },
  {
    name: 'bytes in place of letters, which have no sign on some architectures',
    ...declared('struct lamp { char name[8]; };\n', 'struct lamp { __u8 name[8]; };\n'),
  },
];
