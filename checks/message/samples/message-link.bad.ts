// SPDX-License-Identifier: GPL-2.0-only
import { letter, REASON, type Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'a report without a link, and a number where an address belongs',
    mails: {
      '0001.patch': letter(
        '[PATCH] vfio/lamp: Let userspace dim the lamp',
        `${REASON}\nCloses: lamp tracker 17\nReported-by: Bob Bulb <bob.bulb@kernel.org>\n`,
      ),
    },
  },
];
