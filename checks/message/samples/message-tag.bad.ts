// SPDX-License-Identifier: GPL-2.0-only
import { letter, REASON, type Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'two slips of the pen, and a name alone',
    mails: {
      '0001.patch': letter(
        '[PATCH] vfio/lamp: Let userspace dim the lamp',
        `${REASON}\nReviewed-By: Bob Bulb <bob.bulb@kernel.org>\nAked-by: Bob Bulb <bob.bulb@kernel.org>\nTested-by: Bob Bulb\n`,
      ),
    },
  },
];
