// SPDX-License-Identifier: GPL-2.0-only
import { letter, type Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'a sign-off of a person',
    mails: {
      '0001.patch': letter(
        '[PATCH] vfio/lamp: Let userspace dim the lamp',
        'Nobody can sleep.\n\nSigned-off-by: Claude Abbot <claude.abbot@kernel.org>\n',
        { from: 'Claude Abbot <claude.abbot@kernel.org>', signed: false },
      ),
    },
  },
];
