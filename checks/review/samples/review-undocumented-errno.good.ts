// SPDX-License-Identifier: GPL-2.0-only
import { KETTLE_CALL, KETTLE_HEADER, LAMP_CALL, LAMP_HEADER } from '../../lib/review/errors.ts';
import { posted } from '../../lib/review/posted.ts';
import { edited, REASON, type Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  posted(
    'with its line in the comment',
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
          'include/uapi/linux/vfio.h': edited(LAMP_HEADER, [' */', ' *  -ENOLINK: the lamp is off.\n */']),
        },
      },
    ],
  ),
  posted(
    'an error that the comment lists, in one more case',
    { 'drivers/kettle/core.c': KETTLE_CALL, 'include/uapi/linux/kettle.h': KETTLE_HEADER },
    [
      {
        subject: 'kettle: Refuse to boil what is being filled',
        body: REASON,
        files: {
          'drivers/kettle/core.c': edited(KETTLE_CALL, [
            '\tkettle->boils =',
            '\tif (kettle->filling)\n\t\treturn -EBUSY;\n\n\tkettle->boils =',
          ]),
        },
      },
    ],
  ),
];
