// SPDX-License-Identifier: GPL-2.0-only
import { lampWith } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const bad: Sample[] = [
  {
    name: 'a member of all but one architecture',
    ...declared(
      '',
      'struct lamp_part {\n\t__u64 flags;\n#ifdef __x86_64__\n\t__u64 banks;\n#else\n\t__u64 spare;\n#endif\n};\n',
    ),
  },
  {
    name: 'a __u64 behind a __u32',
    ...lampWith(`struct lamp_bulb {
	__u32	flags;
	__u64	hours;
};
`),
  },
];
