// SPDX-License-Identifier: GPL-2.0-only
import { diffOf, letter, REASON, type Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'a parameter and its entry',
    mails: {
      '0001.patch': letter('[PATCH] vfio/lamp: Let userspace dim the lamp', REASON, {
        diff:
          diffOf('Documentation/admin-guide/kernel-parameters.txt', [
            ' ',
            '+\tlamp_dim=\t[KNL] Begin with the lamp dimmed',
            ' ',
          ]) + diffOf('drivers/vfio/lamp.c', [' }', '+__setup("lamp_dim=", lamp_dim_setup);']),
      }),
    },
  },
];
