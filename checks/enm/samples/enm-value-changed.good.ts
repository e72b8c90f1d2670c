// SPDX-License-Identifier: GPL-2.0-only
import { LAMP, LAMP_PATH, lamp } from '../../samples/lamp-header.ts';
import { edited, type Sample } from '../../samples/sample.ts';

function masks(flags: string, all = 'LAMP_A'): string {
  return edited(LAMP, [
    'enum lamp_state {',
    `enum lamp_mode { ${flags}, LAMP_ALL = ${all} };\nenum lamp_state {`,
  ]);
}

export const good: Sample[] = [
  { name: 'the same value, said', ...lamp(['LAMP_STATE_ON,', 'LAMP_STATE_ON = 1,']) },
  {
    name: 'a mask that gains a flag',
    ...{
      before: { [LAMP_PATH]: masks('LAMP_A = 1') },
      after: { [LAMP_PATH]: masks('LAMP_A = 1, LAMP_B = 2', 'LAMP_A | LAMP_B') },
    },
  },
];
