// SPDX-License-Identifier: GPL-2.0-only
import { posted } from '../../lib/review/posted.ts';
import { KETTLE_ATTACH, LAMP_JOIN } from '../../lib/review/shared-words.ts';
import { edited, REASON, type Sample } from '../../samples/sample.ts';

const TABLE =
  'void table_widen(struct table *table)\n{\n\tspin_lock(&table->lock);\n\ttable->shape |= TABLE_WIDE;\n\tspin_unlock(&table->lock);\n}\n';
const FLAT =
  'void flat_paint(struct flat *flat)\n{\n\tmutex_lock(&flat->lock);\n\tflat->flags |= FLAT_PAINTED;\n\tmutex_unlock(&flat->lock);\n}\n';

export const good: Sample[] = [
  posted(
    'the same lock in both',
    { 'drivers/net/kettle.c': KETTLE_ATTACH },
    [
      {
        subject: 'net: kettle: Call the table hot',
        body: REASON,
        files: {
          'drivers/net/kettle.c': edited(KETTLE_ATTACH, [
            '\tkettle->full = true;',
            '\tkettle->full = true;\n\tspin_lock(&kettle->port->table->lock);\n\tkettle->port->table->shape |= TABLE_HOT;\n\tspin_unlock(&kettle->port->table->lock);',
          ]),
        },
      },
    ],
    { rest: { 'net/core/table.c': TABLE } },
  ),
  posted(
    'flags of another kind, in a struct whose member is called alike',
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
    { rest: { 'drivers/base/flat.c': FLAT } },
  ),
];
