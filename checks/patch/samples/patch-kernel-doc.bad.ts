// SPDX-License-Identifier: GPL-2.0-only
import { diffOf, letter, REASON, type Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'a function for others, without a word',
    mails: {
      '0001.patch': letter('[PATCH] vfio/lamp: Let userspace dim the lamp', REASON, {
        diff: diffOf('drivers/vfio/lamp.c', [
          ' }',
          ' ',
          '+int lamp_dim(struct lamp *lamp)',
          '+{',
          '+\treturn 0;',
          '+}',
          '+EXPORT_SYMBOL_GPL(lamp_dim);',
        ]),
      }),
    },
  },
];
