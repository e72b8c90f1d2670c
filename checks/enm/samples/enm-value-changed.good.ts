// SPDX-License-Identifier: GPL-2.0-only
import { LAMP, LAMP_PATH, lamp } from '../../samples/lamp-header.ts';
import { edited, type Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

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
  {
    name: 'counted from a name that no header at hand defines, by the same steps',
    ...declared(
      'enum { LAMP_EV_LIT = LAMP_EV_BASE, LAMP_EV_DIM };\n',
      'enum { LAMP_EV_LIT = LAMP_EV_BASE, LAMP_EV_DIM = LAMP_EV_BASE + 1 };\n',
    ),
  },
  {
    name: 'a count at the end, counted from a name that no header at hand defines',
    ...declared(
      'enum { LAMP_EV_LIT = LAMP_EV_BASE, LAMP_EV_DIM, __LAMP_EV_LAST };\n',
      'enum { LAMP_EV_LIT = LAMP_EV_BASE, LAMP_EV_DIM, LAMP_EV_OUT, __LAMP_EV_LAST };\n',
    ),
  },
];
