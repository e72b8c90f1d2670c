// SPDX-License-Identifier: GPL-2.0-only
import { letter, REASON, type Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'a patch that was sent',
    mails: {
      '0001.patch': letter('[PATCH] vfio/lamp: Let userspace dim the lamp', REASON, {
        headers: 'Message-ID: <1@kernel.org>\n',
      }),
    },
  },
];
