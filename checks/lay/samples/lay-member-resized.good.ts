// SPDX-License-Identifier: GPL-2.0-only
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

const generic = (type: string) => ({
  'include/uapi/asm-generic/lamp.h': `struct lamp {\n\tunsigned int hue;\n#ifndef LAMP_CUT\n\t${type} watts;\n#endif\n};\n`,
  ...Object.fromEntries(
    ['x86', 'arm64', 'arm', 'powerpc', 's390'].map((arch) => [
      `arch/${arch}/include/uapi/asm/lamp.h`,
      '#define LAMP_CUT\n#include <asm-generic/lamp.h>\n',
    ]),
  ),
});

export const good: Sample[] = [
  {
    name: 'another name for a type of the same shape',
    ...declared(
      `struct lamp_colour {
	unsigned int hue;
	__u32 watts;
};
`,
      `struct lamp_colour {
	__u32 hue;
	unsigned int watts;
};
`,
    ),
  },
  {
    name: 'a struct of asm-generic that each architecture cuts before',
    before: generic('__u32'),
    after: generic('__u64'),
  },
];
