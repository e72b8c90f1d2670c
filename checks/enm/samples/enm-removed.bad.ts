// SPDX-License-Identifier: GPL-2.0-only
import { lamp } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const bad: Sample[] = [
  {
    name: 'one with others behind it',
    ...lamp([
      `	LAMP_STATE_ON,
`,
      '',
    ]),
  },
  {
    name: 'one whose value another takes',
    ...lamp(
      ['	LAMP_STATE_OFF,\n', '	LAMP_STATE_FLICKER = 2,\n	LAMP_STATE_OFF = 0,\n'],
      ['	LAMP_STATE_DIM,\n', ''],
    ),
  },
  {
    name: 'the last one',
    ...lamp([
      `	LAMP_SOCKET_SIDE,
`,
      '',
    ]),
  },
  {
    name: 'another name',
    ...lamp([
      `	LAMP_STATE_DIM,
`,
      `	LAMP_STATE_DIM_OLD,
`,
    ]),
  },
  {
    name: 'another name, beside a new enum with the same value',
    ...declared(
      'enum lamp_wire { LAMP_WIRE_RED = 1 };\nenum lamp_mask { LAMP_MASK_HUE = 1 };\n',
      'enum lamp_wire { LAMP_WIRE_RED = 1 };\nenum lamp_hue { LAMP_MASK_HUED = 1 };\nenum lamp_mask { LAMP_MASK_COLOUR = 1 };\n',
    ),
  },
];
