// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const bad: Sample[] = [
  {
    name: 'a type that no header at hand defines',
    ...declared(
      `struct lamp_colour {
	__u8	red;
	__u32	hue;
};
`,
      `struct lamp_colour {
	__u8	red;
	lamp_hue_t	hue;
};
`,
    ),
  },
  {
    name: 'behind an #error that a target meets',
    ...declared(
      `#ifdef __i386__
#error "no 32 bits"
#endif
struct lamp_colour {
	__u8	red;
};
`,
      `#ifdef __i386__
#error "no 32 bits"
#endif
struct lamp_colour {
	__u16	red;
};
`,
    ),
  },
];
