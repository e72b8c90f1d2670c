// SPDX-License-Identifier: GPL-2.0-only
import { LAMP_EXPORT, ROUTE_ADD } from '../../lib/review/hooks.ts';
import { posted } from '../../lib/review/posted.ts';
import { edited, REASON, type Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  posted("in the core's own answer", { 'drivers/vfio/lamp.c': LAMP_EXPORT }, [
    {
      subject: 'vfio/lamp: Refuse to export the switch',
      body: REASON,
      files: {
        'drivers/vfio/lamp.c': edited(LAMP_EXPORT, [
          '\treturn lamp_phys',
          '\tif (covers_switch(lamp, range))\n\t\treturn -EINVAL;\n\n\treturn lamp_phys',
        ]),
      },
    },
  ]),
  posted('a check of who asks, not of what', { 'net/road/route.c': ROUTE_ADD }, [
    {
      subject: 'net: road: Ask for a permit',
      body: REASON,
      files: {
        'net/road/route.c': edited(ROUTE_ADD, [
          '\terr = road->bridge_ops',
          '\tif (!has_permit(road, current))\n\t\treturn -EPERM;\n\n\terr = road->bridge_ops',
        ]),
      },
    },
  ]),
];
