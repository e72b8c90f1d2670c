// SPDX-License-Identifier: GPL-2.0-only
import { diffOf, letter, REASON, type Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'a new driver that nobody can build',
    mails: {
      '0001.patch': letter('[PATCH] vfio/lamp: Let userspace dim the lamp', REASON, {
        diff: diffOf('drivers/vfio/Kconfig', [
          ' endmenu',
          '+config VFIO_LAMP',
          '+\ttristate "Lamps"',
          '+\tdepends on VFIO && BROKEN',
          ' menu "VFIO"',
        ]),
      }),
    },
  },
];
