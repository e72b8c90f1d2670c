// SPDX-License-Identifier: GPL-2.0-only
import { lampWith } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';
import { LAMP_PATH, lampHeader } from '../../samples/small.ts';

/** Five members with two holes, some of them grouped under other names. */
const held = (members: string) => lampHeader(`struct lamp_room {\n\t__u64\tflags;\n${members}};\n`);
const PLAIN = '\t__u8\tkind;\n\t__u32\twatts;\n\t__u8\thue;\n\t__u32\tdim;\n';
const NESTED = `\t__struct_group(lamp_state, state, ,
\t\t__struct_group(lamp_bulb, bulb, ,
\t\t\t__u8\tkind;
\t\t\t__u32\twatts;
\t\t);
\t\t__u8\thue;
\t\t__u32\tdim;
\t);
`;

/** A struct of asm-generic/ that the asm/ headers over it leave a member out of. */
const cut = (members: string) => ({
  'include/uapi/asm-generic/lamp.h': `struct lamp {\n\tunsigned int hue;\n${members}\tunsigned int watts;\n};\n`,
  ...Object.fromEntries(
    ['x86', 'arm64', 'arm', 'powerpc', 's390'].map((arch) => [
      `arch/${arch}/include/uapi/asm/lamp.h`,
      '#define LAMP_CUT\n#include <asm-generic/lamp.h>\n',
    ]),
  ),
});

export const good: Sample[] = [
  {
    name: 'a group inside a group of members that were there, with their holes',
    before: { [LAMP_PATH]: held(PLAIN) },
    after: { [LAMP_PATH]: held(NESTED) },
  },
  {
    name: 'a member of asm-generic that no architecture has',
    before: cut(''),
    after: cut('#ifndef LAMP_CUT\n\tunsigned char kind;\n#endif\n'),
  },
  {
    name: 'padding with a name',
    ...lampWith(`struct lamp_bulb {
	__u8	kind;
	__u8	reserved[3];
	__u32	watts;
};
`),
  },
];
