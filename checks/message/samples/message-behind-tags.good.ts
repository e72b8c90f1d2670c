// SPDX-License-Identifier: GPL-2.0-only
import { letter, REASON, type Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'more tags, and what a maintainer changed',
    mails: {
      '0001.patch': letter(
        '[PATCH] vfio/lamp: Let userspace dim the lamp',
        `${REASON}\nSigned-off-by: Bob Bulb <bob.bulb@kernel.org>\n[ ada: Dim it slowly,\n  not at once ]\nLink: https://lore.kernel.org/r/lamp-1@kernel.org\nSigned-off-by: Ada Lamp <ada.lamp@kernel.org>\nLamp-tracker: 17\n`,
        { signed: false },
      ),
    },
  },
];
