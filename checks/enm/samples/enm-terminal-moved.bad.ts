// SPDX-License-Identifier: GPL-2.0-only
import { LAMP, LAMP_PATH, lamp } from '../../samples/lamp-header.ts';
import { edited, type Sample } from '../../samples/sample.ts';

const sized = edited(LAMP, ['	__u32	hue;\n', '	__u32	hue;\n	__u32	states[LAMP_STATE_NUM];\n']);

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
];
