// SPDX-License-Identifier: GPL-2.0-only
import { driver } from '../../samples/lamp-promise.ts';
import { changeOf, type Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'a new member that the release resets',
    ...driver(
      ['	lamp->dark = true;', '	lamp->dark = true;\n	lamp->asked = true;'],
      ['	lamp->dark = false;', '	lamp->dark = false;\n	lamp->asked = false;'],
    ),
  },
  {
    name: 'what a driver remembers for itself',
    ...changeOf(
      'drivers/vfio/lamp.c',
      'static void lamp_irq(struct lamp *lamp)\n{\n	lamp->late = true;\n}\n\nstatic void lamp_resume(struct lamp *lamp)\n{\n	lamp->late = false;\n	lamp->hot = 0;\n}\n',
      ['	lamp->late = false;\n', ''],
    ),
  },
];
