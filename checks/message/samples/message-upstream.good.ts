// SPDX-License-Identifier: GPL-2.0-only
import { letter, REASON, type Sample } from '../../samples/sample.ts';

const SUBJECT = '[PATCH 6.1.y] vfio/lamp: Let userspace dim the lamp';
const TO = { headers: 'To: stable@vger.kernel.org\n' };

export const good: Sample[] = [
  {
    name: 'a backport that names its commit',
    mails: {
      '0001.patch': letter(
        SUBJECT,
        `commit 1a2b3c4d5e6f1a2b3c4d5e6f1a2b3c4d5e6f1a2b upstream.\n\n${REASON}`,
        TO,
      ),
    },
  },
  {
    name: 'a fix that mainline does not need, and says so',
    mails: {
      '0001.patch': letter(
        SUBJECT,
        `${REASON}\nThere is no such commit in mainline, where the lamp is gone.\n`,
        TO,
      ),
    },
  },
];
