// SPDX-License-Identifier: GPL-2.0-only
import { letter, REASON, type Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'a report and its link',
    mails: {
      '0001.patch': letter(
        '[PATCH] vfio/lamp: Let userspace dim the lamp',
        `${REASON}\nReported-by: Bob Bulb <bob.bulb@kernel.org>\nTested-by: Bob Bulb <bob.bulb@kernel.org>\nCloses: https://lore.kernel.org/r/lamp-17@kernel.org\n`,
      ),
    },
  },
];
