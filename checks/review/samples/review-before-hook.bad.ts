// SPDX-License-Identifier: GPL-2.0-only

import { LAMP_EXPORT, ROUTE_ADD } from '../../lib/review/hooks.ts';
import { posted } from '../../lib/review/posted.ts';
import { edited, REASON, type Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  posted(
    'the core knows where its own lamp has the switch, and refuses for all',
    { 'drivers/vfio/lamp.c': LAMP_EXPORT },
    [
      {
        subject: 'vfio/lamp: Refuse to export the switch',
        body: REASON,
        files: {
          'drivers/vfio/lamp.c': edited(LAMP_EXPORT, [
            '\tret = lamp->ops',
            '\tif (covers_switch(lamp, range))\n\t\treturn -EINVAL;\n\n\tret = lamp->ops',
          ]),
        },
      },
    ],
  ),
  posted('a bridge that routes otherwise is never asked', { 'net/road/route.c': ROUTE_ADD }, [
    {
      subject: 'net: road: Refuse roads that end at the river',
      body: REASON,
      files: {
        'net/road/route.c': edited(ROUTE_ADD, [
          '\terr = road->bridge_ops',
          '\tif (ends_at_river(road, to)) {\n\t\terr = -ENETUNREACH;\n\t\tgoto out;\n\t}\n\n\terr = road->bridge_ops',
        ]),
      },
    },
  ]),
];
