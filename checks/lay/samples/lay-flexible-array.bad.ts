// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const bad: Sample[] = [
  {
    name: 'one element that becomes flexible',
    ...declared(
      `struct lamp_colour {
	__u32	count;
	__u32	hues[1];
};
`,
      `struct lamp_colour {
	__u32	count;
	__u32	hues[];
};
`,
    ),
  },
  {
    name: 'no element that becomes flexible, which only C++ minds',
    ...declared(
      `struct lamp_colour {
	__u32	count;
	__u32	hues[0];
};
`,
      `struct lamp_colour {
	__u32	count;
	__u32	hues[];
};
`,
    ),
  },
  {
    name: 'a flexible array behind the last member, which only C++ minds',
    ...declared(
      `struct lamp_event {
	__u64	user;
	__u64	hue;
};
`,
      `struct lamp_event {
	__u64	user;
	__u64	hue;
	__u64	more[];
};
`,
    ),
  },
  {
    name: 'a last member in a struct that is written in its place',
    ...declared(
      'struct lamp { __u32 n; struct { __u32 k; __u32 hues[0]; } tail; };\n',
      'struct lamp { __u32 n; struct { __u32 k; __u32 hues[]; } tail; };\n',
    ),
  },
];
