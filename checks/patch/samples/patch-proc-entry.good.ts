// SPDX-License-Identifier: GPL-2.0-only
import { diffOf, letter, REASON, type Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'an entry with its line in the document, and one that was there',
    mails: {
      '0001.patch': letter('[PATCH] vfio/lamp: Let userspace dim the lamp', REASON, {
        diff:
          diffOf('Documentation/filesystems/proc.rst', [
            ' ',
            '+ lamps        Lamps and how bright they are',
            ' ',
          ]) +
          diffOf('drivers/vfio/lamp.c', [
            '-\tproc_create("hues", 0, NULL, &hues_ops);',
            '+\tproc_create("hues", 0444, NULL, &hues_ops);',
            '+\tproc_create_single("lamps", 0444, NULL, lamps_show);',
          ]),
      }),
    },
  },
];
