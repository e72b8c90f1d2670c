// SPDX-License-Identifier: GPL-2.0-only
import { lampWith } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

const OVER = { 'arch/x86/include/uapi/asm/lamp.h': '#include <asm-generic/lamp.h>\n' };

export const bad: Sample[] = [
  {
    name: 'a hole and padding',
    ...lampWith(`struct lamp_bulb {
	__u8	kind;
	__u32	watts;
	__u16	volts;
};
`),
  },
  {
    name: 'a member of asm-generic that programs have',
    before: { 'include/uapi/asm-generic/lamp.h': 'struct lamp {\n\tunsigned int hue;\n};\n', ...OVER },
    after: {
      'include/uapi/asm-generic/lamp.h':
        'struct lamp {\n\tunsigned int hue;\n\tunsigned char kind;\n\tunsigned int watts;\n};\n',
      ...OVER,
    },
  },
];
