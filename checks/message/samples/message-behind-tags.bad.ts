// SPDX-License-Identifier: GPL-2.0-only
import { letter, REASON, type Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'a footnote at the end',
    mails: {
      '0001.patch': letter(
        '[PATCH] vfio/lamp: Let userspace dim the lamp',
        `${REASON}\nSigned-off-by: Ada Lamp <ada.lamp@kernel.org>\n\nA lamp of one watt is enough to read by.\n`,
        { signed: false },
      ),
    },
  },
];
