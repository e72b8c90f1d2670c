// SPDX-License-Identifier: GPL-2.0-only
import { letter, REASON, type Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'below the line; above it only versions of hardware',
    mails: {
      '0001.patch': letter(
        '[PATCH v2] vfio/lamp: Let userspace dim the lamp',
        `${REASON}\nLamps of v2 have a dimmer, and changes in v3 hardware are not visible.\n`,
        { below: 'v2: dim it slowly (Bob)\nv1: https://lore.kernel.org/r/lamp-1@kernel.org\n' },
      ),
    },
  },
];
