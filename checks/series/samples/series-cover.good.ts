// SPDX-License-Identifier: GPL-2.0-only
import { cover, letter, REASON, type Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'two patches and a cover letter',
    mails: {
      '0000.patch': cover('[PATCH 0/2] vfio/lamp: Dim it', REASON),
      '0001.patch': letter('[PATCH 1/2] vfio/lamp: Split the switch from the bulb', REASON),
      '0002.patch': letter('[PATCH 2/2] vfio/lamp: Let userspace dim the lamp', REASON),
    },
  },
  {
    name: 'one patch',
    mails: { '0001.patch': letter('[PATCH] vfio/lamp: Let userspace dim the lamp', REASON) },
  },
];
