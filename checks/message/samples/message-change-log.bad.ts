// SPDX-License-Identifier: GPL-2.0-only
import { letter, REASON, type Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'what is new in version 2, for ever',
    mails: {
      '0001.patch': letter(
        '[PATCH v2] vfio/lamp: Let userspace dim the lamp',
        `${REASON}\nChanges since v1:\n - dim it slowly\n`,
        { below: 'v1: https://lore.kernel.org/r/lamp-1@kernel.org\n' },
      ),
    },
  },
];
