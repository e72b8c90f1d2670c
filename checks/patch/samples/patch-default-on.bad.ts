// SPDX-License-Identifier: GPL-2.0-only
import { diffOf, letter, REASON, type Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'a dimmer for everybody',
    mails: {
      '0001.patch': letter('[PATCH] vfio/lamp: Let userspace dim the lamp', REASON, {
        diff: diffOf('drivers/vfio/Kconfig', [
          ' ',
          '+config VFIO_LAMP_DIM',
          '+\tbool "Dimmer for lamps"',
          '+\tdefault y',
          '+\thelp',
          '+\t  Lets userspace dim the lamp.',
          '+',
        ]),
      }),
    },
  },
];
