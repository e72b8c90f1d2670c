// SPDX-License-Identifier: GPL-2.0-only
import { posted } from '../../lib/review/posted.ts';
import { KETTLE_ATTACH, LAMP_JOIN } from '../../lib/review/shared-words.ts';
import { edited, REASON, type Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  posted('set when nothing can fail any more', { 'drivers/vfio/lamp.c': LAMP_JOIN }, [
    {
      subject: 'vfio/lamp: Tell the room that it is lit',
      body: REASON,
      files: {
        'drivers/vfio/lamp.c': edited(LAMP_JOIN, [
          '\treturn 0;',
          '\tto_lamp(dev)->room->flags |= ROOM_LIT;\n\n\treturn 0;',
        ]),
      },
    },
  ]),
  posted('taken back on the way out', { 'drivers/net/kettle.c': KETTLE_ATTACH }, [
    {
      subject: 'net: kettle: Tell the port that it is hot',
      body: REASON,
      files: {
        'drivers/net/kettle.c': edited(
          KETTLE_ATTACH,
          ['\terr = kettle_fill', '\tset_bit(PORT_HOT, &kettle->port->table->state);\n\terr = kettle_fill'],
          ['\t\treturn err;\n\n\tkettle', '\t\tgoto cold;\n\n\tkettle'],
          [
            '\treturn 0;\n',
            '\treturn 0;\n\ncold:\n\tclear_bit(PORT_HOT, &kettle->port->table->state);\n\treturn err;\n',
          ],
        ),
      },
    },
  ]),
  posted('a word of its own, which dies with it', { 'drivers/net/kettle.c': KETTLE_ATTACH }, [
    {
      subject: 'net: kettle: Note that it is hot',
      body: REASON,
      files: {
        'drivers/net/kettle.c': edited(KETTLE_ATTACH, [
          '\terr = kettle_fill',
          '\tkettle->flags |= KETTLE_HOT;\n\terr = kettle_fill',
        ]),
      },
    },
  ]),
];
