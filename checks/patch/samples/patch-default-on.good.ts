// SPDX-License-Identifier: GPL-2.0-only
import { diffOf, letter, REASON, type Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'off, without a prompt, on for some, and one that was there',
    mails: {
      '0001.patch': letter('[PATCH] vfio/lamp: Let userspace dim the lamp', REASON, {
        diff: diffOf('drivers/vfio/Kconfig', [
          ' config VFIO_LAMP',
          '+\tdefault y',
          '+config VFIO_LAMP_DIM',
          '+\tbool "Dimmer for lamps"',
          '+\tdefault y if VFIO_LAMP_BRIGHT',
          '+config VFIO_LAMP_HUE',
          '+\tbool',
          '+\tdefault y',
        ]),
      }),
    },
  },
];
