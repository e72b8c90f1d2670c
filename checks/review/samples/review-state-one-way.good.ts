// SPDX-License-Identifier: GPL-2.0-only
import { posted } from '../../lib/review/posted.ts';
import { KETTLE_ATTACH, LAMP_JOIN, PORT_HEADER, ROOM_HEADER } from '../../lib/review/shared-words.ts';
import { edited, REASON, type Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  posted(
    'the first lamp that is not safe takes it away',
    { 'include/linux/room.h': ROOM_HEADER, 'drivers/vfio/lamp.c': LAMP_JOIN },
    [
      {
        subject: 'vfio/lamp: Tell the room that its lamps are safe',
        body: REASON,
        files: {
          'include/linux/room.h': edited(ROOM_HEADER, [
            '\tROOM_DRY\t= 2,',
            '\tROOM_DRY\t= 2,\n\tROOM_SAFE\t= 4,',
          ]),
          'drivers/vfio/lamp.c': edited(LAMP_JOIN, [
            '\treturn 0;',
            '\tif (lamp_is_safe(dev))\n\t\tto_lamp(dev)->room->flags |= ROOM_SAFE;\n\telse\n\t\tto_lamp(dev)->room->flags &= ~ROOM_SAFE;\n\n\treturn 0;',
          ]),
        },
      },
    ],
  ),
  posted(
    'a flag of the kettle itself',
    { 'include/linux/port.h': PORT_HEADER, 'drivers/net/kettle.c': KETTLE_ATTACH },
    [
      {
        subject: 'net: kettle: Note that it is heatproof',
        body: REASON,
        files: {
          'include/linux/port.h': `${PORT_HEADER}#define KETTLE_HEATPROOF\t2\n`,
          'drivers/net/kettle.c': edited(KETTLE_ATTACH, [
            '\tkettle->full = true;',
            '\tkettle->full = true;\n\tif (kettle_is_steel(kettle))\n\t\tkettle->flags |= KETTLE_HEATPROOF;',
          ]),
        },
      },
    ],
  ),
];
