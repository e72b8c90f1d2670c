// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const bad: Sample[] = [
  {
    name: 'one that a header may have which is not at hand',
    ...declared('struct lamp_head { __u32 hue; };\n', '#include <bits/lamp_head.h>\n'),
  },
  {
    name: 'a struct that is gone',
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
      `struct lamp_info {
	__u32	argsz;
	__u32	flags;
	__u32	hue;
	__u32	watts;
};
`,
    ),
  },
  {
    name: 'a tag that became a typedef',
    ...declared('struct lamp { __u32 hue; };\n', 'typedef struct { __u32 hue; } lamp;\n'),
  },
];
