// SPDX-License-Identifier: GPL-2.0-only
import { posted } from '../../lib/review/posted.ts';
import { KETTLE_ATTACH, LAMP_JOIN } from '../../lib/review/shared-words.ts';
import { edited, REASON, type Sample } from '../../samples/sample.ts';

const ROOM_STORE =
  'static ssize_t warm_store(struct device *dev, const char *buf, size_t count)\n{\n\tto_room(dev)->flags |= ROOM_WARM;\n\n\treturn count;\n}\n';
const TABLE =
  'void table_widen(struct table *table)\n{\n\tspin_lock(&table->lock);\n\ttable->shape |= TABLE_WIDE;\n\tspin_unlock(&table->lock);\n}\n';

export const bad: Sample[] = [
  posted(
    'an attribute of sysfs writes the same word, and nobody takes a lock',
    { 'drivers/vfio/lamp.c': LAMP_JOIN },
    [
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
    ],
    { rest: { 'drivers/base/room.c': ROOM_STORE } },
  ),
  posted(
    'the core takes a lock, the driver does not',
    { 'drivers/net/kettle.c': KETTLE_ATTACH },
    [
      {
        subject: 'net: kettle: Call the table hot',
        body: REASON,
        files: {
          'drivers/net/kettle.c': edited(KETTLE_ATTACH, [
            '\tkettle->full = true;',
            '\tkettle->full = true;\n\tkettle->port->table->shape |= TABLE_HOT;',
          ]),
        },
      },
    ],
    { rest: { 'net/core/table.c': TABLE } },
  ),
];
