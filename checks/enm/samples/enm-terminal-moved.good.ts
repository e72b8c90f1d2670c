// SPDX-License-Identifier: GPL-2.0-only
import { LAMP_PATH, lamp } from '../../samples/lamp-header.ts';
import { changeOf, type Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'a count that grows with its enum',
    ...lamp([
      `	LAMP_STATE_NUM,
`,
      `	LAMP_STATE_FADE,
	LAMP_STATE_NUM,
`,
    ]),
  },
  {
    name: 'a count that is less because an enumerator is gone, which is told by itself',
    ...lamp(['	LAMP_STATE_ON,\n', '']),
  },
  {
    name: 'a mask at the end of an enum, of which a bit found a use',
    ...changeOf(
      LAMP_PATH,
      '#define LAMP_BITS(x) ((x) << 8)\n\nenum lamp_bit {\n	LAMP_BIT_LIT = LAMP_BITS(0x10),\n	LAMP_RESERVED_BITS = LAMP_BITS(0x0f)\n};\n',
      ['	LAMP_BIT_LIT', '	LAMP_BIT_DIM = LAMP_BITS(0x01),\n	LAMP_BIT_LIT'],
      ['0x0f', '0x0e'],
    ),
  },
];
