// SPDX-License-Identifier: GPL-2.0-only
import { KETTLE_CALL, KETTLE_HEADER, LAMP_CALL, LAMP_HEADER } from '../../lib/review/errors.ts';
import { posted } from '../../lib/review/posted.ts';
import { edited, REASON, type Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  posted(
    'an error that the comment does not list',
    { 'drivers/vfio/lamp.c': LAMP_CALL, 'include/uapi/linux/vfio.h': LAMP_HEADER },
    [
      {
        subject: 'vfio/lamp: Refuse to dim a lamp that is off',
        body: REASON,
        files: {
          'drivers/vfio/lamp.c': edited(LAMP_CALL, [
            '\tlamp->percent',
            '\tif (!lamp->on)\n\t\treturn -ENOLINK;\n\n\tlamp->percent',
          ]),
        },
      },
    ],
  ),
  posted(
    'an error of another subsystem',
    { 'drivers/kettle/core.c': KETTLE_CALL, 'include/uapi/linux/kettle.h': KETTLE_HEADER },
    [
      {
        subject: 'kettle: Refuse to boil it dry',
        body: REASON,
        files: {
          'drivers/kettle/core.c': edited(KETTLE_CALL, [
            '\tkettle->boils',
            '\tif (!kettle->level)\n\t\treturn -ENODATA;\n\n\tkettle->boils',
          ]),
        },
      },
    ],
  ),
];
