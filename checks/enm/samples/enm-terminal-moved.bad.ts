// SPDX-License-Identifier: GPL-2.0-only
import { LAMP, LAMP_PATH, lamp } from '../../samples/lamp-header.ts';
import { changeOf, edited, type Sample } from '../../samples/sample.ts';

const sized = edited(LAMP, ['	__u32	hue;\n', '	__u32	hue;\n	__u32	states[LAMP_STATE_NUM];\n']);

const BUSES = `enum lamp_bus {
	LAMP_BUS_RAW = 255,
	LAMP_BUS_MULTI = 262,
	LAMP_BUS_MAX
};
`;

export const bad: Sample[] = [
  {
    name: 'a count that a comment declares fixed',
    ...lamp([
      '\tLAMP_NUM_SOCKETS = 2 /* Fixed user ABI */',
      `	LAMP_SOCKET_BACK,
	LAMP_NUM_SOCKETS = 3 /* Fixed user ABI */`,
    ]),
  },
  {
    name: 'a count that sizes an array',
    ...{
      before: { [LAMP_PATH]: sized },
      after: {
        [LAMP_PATH]: edited(sized, ['	LAMP_STATE_NUM,\n', '	LAMP_STATE_FADE,\n	LAMP_STATE_NUM,\n']),
      },
    },
  },
  {
    name: 'a count that stands before the highest of those it counted, and another one takes its value',
    ...changeOf(
      LAMP_PATH,
      BUSES,
      ['	LAMP_BUS_MULTI = 262,\n', '	LAMP_BUS_MAX,\n	LAMP_BUS_MULTI = 262,\n'],
      ['	LAMP_BUS_MAX\n', '	LAMP_BUS_ALL_MAX\n'],
    ),
  },
  {
    name: 'a count that is one less, for it is counted otherwise',
    ...changeOf(
      LAMP_PATH,
      edited(BUSES, ['	LAMP_BUS_MAX\n', '	__LAMP_BUS_MAX,\n	LAMP_BUS_MAX = __LAMP_BUS_MAX\n']),
      ['= __LAMP_BUS_MAX\n', '= __LAMP_BUS_MAX - 1\n'],
    ),
  },
];
