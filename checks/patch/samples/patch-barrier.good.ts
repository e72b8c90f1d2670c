// SPDX-License-Identifier: GPL-2.0-only
import { diffOf, letter, REASON, type Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'a barrier that says what it is for, and one that was there',
    mails: {
      '0001.patch': letter('[PATCH] vfio/lamp: Let userspace dim the lamp', REASON, {
        diff: diffOf('drivers/vfio/lamp.c', [
          ' {',
          ' \tsmp_rmb();',
          '+\tlamp->percent = percent;',
          '+\t/* The switch is seen after the percentage: pairs with smp_rmb() in lamp_show() */',
          '+\tsmp_wmb();',
        ]),
      }),
    },
  },
];
