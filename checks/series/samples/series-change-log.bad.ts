// SPDX-License-Identifier: GPL-2.0-only
import { letter, REASON, type Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'version 2 of a patch, without a word of version 1',
    mails: { '0001.patch': letter('[PATCH v2] vfio/lamp: Let userspace dim the lamp', REASON) },
  },
];
