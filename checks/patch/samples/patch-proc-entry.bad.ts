// SPDX-License-Identifier: GPL-2.0-only
import { diffOf, letter, REASON, type Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'an entry that nobody describes',
    mails: {
      '0001.patch': letter('[PATCH] vfio/lamp: Let userspace dim the lamp', REASON, {
        diff: diffOf('drivers/vfio/lamp.c', [
          ' {',
          '+\tproc_create_single("lamps", 0444, NULL, lamps_show);',
          ' \treturn 0;',
        ]),
      }),
    },
  },
];
