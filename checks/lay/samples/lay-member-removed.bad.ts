// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const bad: Sample[] = [
  {
    name: 'the same members in a struct of their own in their place',
    ...declared(
      'struct lamp_slot { __u16 room; __u16 socket; };\nstruct lamp_knob { __u16 room; __u16 socket; __u32 hue; };\n',
      'struct lamp_slot { __u16 room; __u16 socket; };\nstruct lamp_knob { struct lamp_slot slot; __u32 hue; };\n',
    ),
  },
  {
    name: 'a member that is gone, so that what follows moves',
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
};
`,
    ),
  },
  {
    name: 'a member whose place is taken',
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
	__u16	hue_low;
	__u16	hue_high;
	__u32	watts;
};
`,
    ),
  },
  {
    name: 'a member whose place is kept empty',
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
	__u32	reserved;
	__u32	watts;
};
`,
    ),
  },
  {
    name: 'reserved space that is padding now',
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
};
`,
    ),
  },
  {
    name: 'the two halves of a little-endian word in its place',
    ...declared(
      'struct lamp_hash { __le32 value; __le16 report; __le16 pad; };\n',
      'struct lamp_hash { __le16 value_lo; __le16 value_hi; __le16 report; __le16 pad; };\n',
    ),
  },
  {
    name: 'reserved space that is a bit-field without a name now',
    ...declared(
      'struct lamp_info { __u32 hue; __u16 watts; __u16 pad; };\n',
      'struct lamp_info { __u32 hue; __u16 watts; __u16 :16; };\n',
    ),
  },
];
