// SPDX-License-Identifier: GPL-2.0-only
import { diffOf, letter, REASON, type Sample } from '../../samples/sample.ts';

const kconfig = (...lines: string[]) => ({
  '0001.patch': letter('[PATCH] vfio/lamp: Mark the dimmer as broken', REASON, {
    diff: diffOf('drivers/vfio/Kconfig', lines),
  }),
});

export const good: Sample[] = [
  {
    name: 'an option that becomes broken',
    mails: kconfig(' config VFIO_LAMP', ' \ttristate "Lamps"', '+\tdepends on BROKEN', ' \thelp'),
  },
  {
    name: 'a new option that BROKEN is one way to',
    mails: kconfig(
      ' endmenu',
      '+config VFIO_LAMP',
      '+\ttristate "Lamps"',
      '+\tdepends on 64BIT || BROKEN',
      ' menu "VFIO"',
    ),
  },
];
