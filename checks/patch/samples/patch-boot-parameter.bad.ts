// SPDX-License-Identifier: GPL-2.0-only
import { diffOf, letter, REASON, type Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'two parameters that nobody can look up',
    mails: {
      '0001.patch': letter('[PATCH] vfio/lamp: Let userspace dim the lamp', REASON, {
        diff: diffOf('drivers/vfio/lamp.c', [
          ' }',
          '+__setup("lamp_dim=", lamp_dim_setup);',
          '+early_param("lamp", lamp_setup);',
        ]),
      }),
    },
  },
];
