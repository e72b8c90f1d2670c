// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const good: Sample[] = [
  {
    name: 'a pointer to a type that no header defines',
    ...declared(
      `struct lamp_colour {
	__u8	red;
	struct lamp	*next;
};
`,
      `struct lamp_colour {
	__u8	red;
	struct lamps	*next;
};
`,
    ),
  },
];
