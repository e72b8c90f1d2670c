// SPDX-License-Identifier: GPL-2.0-only
import { cover, letter, type Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'two mails with one subject',
    mails: {
      '0000.patch': cover('[PATCH 0/2] vfio/lamp: Dim it', 'Nobody can sleep.\n'),
      '0001.patch': letter(
        '[PATCH 1/2] vfio/lamp: Let userspace dim the lamp',
        'The lamp is on whenever the machine is, and nobody can sleep.\n\nLet userspace dim it.\n',
      ),
      '0002.patch': letter(
        '[PATCH 2/2] vfio/lamp: Let userspace dim the lamp',
        'The lamp is on whenever the machine is, and nobody can sleep.\n\nLet userspace dim it.\n',
      ),
    },
  },
];
