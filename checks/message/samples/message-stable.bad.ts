// SPDX-License-Identifier: GPL-2.0-only
import { letter, REASON, type Sample } from '../../samples/sample.ts';

const SUBJECT = '[PATCH] vfio/lamp: Let userspace dim the lamp';

export const bad: Sample[] = [
  {
    name: 'a recipient, and no tag',
    mails: {
      '0001.patch': letter(SUBJECT, REASON, {
        headers: 'To: lamps@vger.kernel.org\nCc: linux-kernel@vger.kernel.org,\n stable@vger.kernel.org\n',
      }),
    },
  },
  {
    name: 'a comment that is none',
    mails: { '0001.patch': letter(SUBJECT, `${REASON}\nCc: <stable@vger.kernel.org> [6.1+]\n`) },
  },
];
