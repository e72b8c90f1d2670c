// SPDX-License-Identifier: GPL-2.0-only
import { letter, REASON, type Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'the first of fifteen',
    mails: { '0001.patch': letter('[PATCH 01/15] vfio/lamp: Let userspace dim the lamp', REASON) },
  },
  {
    name: 'another than the first, alone',
    mails: { '0002.patch': letter('[PATCH 02/16] vfio/lamp: Let userspace dim the lamp', REASON) },
  },
];
