// SPDX-License-Identifier: GPL-2.0-only
import { lampWith } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const good: Sample[] = [
  {
    name: 'in the header of a library',
    ...declared(
      'int lamp_open(void);\n',
      'struct lamp_opts { char *name; };\nint lamp_open(struct lamp_opts *opts);\n',
    ),
  },
  {
    name: 'an address in 64 bits',
    ...lampWith(`struct lamp_bulb {
	__u64	name;
};
`),
  },
  {
    name: 'in a union that has one already',
    ...declared(
      'struct lamp_knob { __u32 id; union { __u32 value; __u8 *bytes; }; };\n',
      'struct lamp_knob { __u32 id; union { __u32 value; __u8 *bytes; __u32 *words; }; };\n',
    ),
  },
];
