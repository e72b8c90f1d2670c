// SPDX-License-Identifier: GPL-2.0-only
import { letter, REASON, type Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'two patches that nobody introduces',
    mails: {
      '0001.patch': letter('[PATCH 1/2] vfio/lamp: Split the switch from the bulb', REASON),
      '0002.patch': letter('[PATCH 2/2] vfio/lamp: Let userspace dim the lamp', REASON),
    },
  },
];
