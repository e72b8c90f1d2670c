// SPDX-License-Identifier: GPL-2.0-only
import { letter, REASON, type Sample } from '../../samples/sample.ts';

const SUBJECT = '[PATCH] vfio/lamp: Let userspace dim the lamp';
const BASE = 'base-commit: 1a2b3c4d5e6f1a2b3c4d5e6f1a2b3c4d5e6f1a2b\n';

export const good: Sample[] = [
  {
    name: 'with a base',
    mails: {
      '0001.patch': letter(SUBJECT, REASON, { headers: 'Message-ID: <1@kernel.org>\n', below: BASE }),
    },
  },
  { name: 'a mail that was not sent', mails: { '0001.patch': letter(SUBJECT, REASON) } },
];
