// SPDX-License-Identifier: GPL-2.0-only
import { diffOf, letter, REASON, type Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'a comment, and a function that stays in its file',
    mails: {
      '0001.patch': letter('[PATCH] vfio/lamp: Let userspace dim the lamp', REASON, {
        diff: diffOf('drivers/vfio/lamp.c', [
          ' ',
          '+static void lamp_wait(struct lamp *lamp)',
          '+{',
          '+}',
          '+',
          '+/**',
          '+ * lamp_dim() - dim a lamp slowly',
          '+ * @lamp: which is on',
          '+ */',
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
