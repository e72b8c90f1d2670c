// SPDX-License-Identifier: GPL-2.0-only
import { letter, REASON, type Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'a tag with a comment',
    mails: {
      '0001.patch': letter(
        '[PATCH] vfio/lamp: Let userspace dim the lamp',
        `${REASON}\nCc: <stable@vger.kernel.org> # 6.1+\n`,
        { headers: 'To: lamps@vger.kernel.org\nCc: stable@vger.kernel.org\n' },
      ),
    },
  },
  {
    name: 'a backport, which goes to the stable team itself',
    mails: {
      '0001.patch': letter(
        '[PATCH 6.1.y] vfio/lamp: Let userspace dim the lamp',
        `commit 1a2b3c4d5e6f1a2b3c4d5e6f1a2b3c4d5e6f1a2b upstream.\n\n${REASON}`,
        { headers: 'To: stable@vger.kernel.org\n' },
      ),
    },
  },
];
