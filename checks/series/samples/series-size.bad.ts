// SPDX-License-Identifier: GPL-2.0-only
import { letter, REASON, type Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'the first of sixteen',
    mails: { '0001.patch': letter('[PATCH 01/16] vfio/lamp: Let userspace dim the lamp', REASON) },
  },
];
