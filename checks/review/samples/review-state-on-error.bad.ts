// SPDX-License-Identifier: GPL-2.0-only
import { posted } from '../../lib/review/posted.ts';
import { KETTLE_ATTACH, LAMP_JOIN } from '../../lib/review/shared-words.ts';
import { edited, REASON, type Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  posted('the room is called lit before the lamp is linked to it', { 'drivers/vfio/lamp.c': LAMP_JOIN }, [
    {
      subject: 'vfio/lamp: Tell the room that it is lit',
      body: REASON,
      files: {
        'drivers/vfio/lamp.c': edited(LAMP_JOIN, [
          '\tret = lamp_link',
          '\tto_lamp(dev)->room->flags |= ROOM_LIT;\n\n\tret = lamp_link',
        ]),
      },
    },
  ]),
  posted('a port is called hot, and the kettle is not there', { 'drivers/net/kettle.c': KETTLE_ATTACH }, [
    {
      subject: 'net: kettle: Tell the port that it is hot',
      body: REASON,
      files: {
        'drivers/net/kettle.c': edited(KETTLE_ATTACH, [
          '\terr = kettle_fill',
          '\tset_bit(PORT_HOT, &kettle->port->table->state);\n\terr = kettle_fill',
        ]),
      },
    },
  ]),
];
