// SPDX-License-Identifier: GPL-2.0-only
import { diffOf, letter, REASON, type Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'two attributes that nobody describes',
    mails: {
      '0001.patch': letter('[PATCH] vfio/lamp: Let userspace dim the lamp', REASON, {
        diff: diffOf('drivers/vfio/lamp.c', [
          ' }',
          '+static DEVICE_ATTR_RW(percent);',
          '+static DEVICE_ATTR(hue, 0444, hue_show, NULL);',
        ]),
      }),
    },
  },
];
