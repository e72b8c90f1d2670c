// SPDX-License-Identifier: GPL-2.0-only
import { letter, REASON, type Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'a backport without its commit',
    mails: {
      '0001.patch': letter('[PATCH 6.1.y] vfio/lamp: Let userspace dim the lamp', REASON, {
        headers: 'To: stable@vger.kernel.org\n',
      }),
    },
  },
];
