// SPDX-License-Identifier: GPL-2.0-only
import { diffOf, letter, REASON, type Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'an attribute with its entry, and one that takes another form',
    mails: {
      '0001.patch': letter('[PATCH] vfio/lamp: Let userspace dim the lamp', REASON, {
        diff:
          diffOf('Documentation/ABI/testing/sysfs-class-lamp', [
            '+What:\t\t/sys/class/lamp/<lamp>/percent',
            '+Date:\t\tJanuary 2024',
          ]) +
          diffOf('drivers/vfio/lamp.c', [
            '-static DEVICE_ATTR(hue, 0444, hue_show, NULL);',
            '+static DEVICE_ATTR_RO(hue);',
            '+static DEVICE_ATTR_RW(percent);',
          ]),
      }),
    },
  },
];
