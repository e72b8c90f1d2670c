// SPDX-License-Identifier: GPL-2.0-only
import { letter, type Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'no message',
    mails: {
      '0001.patch': letter('[PATCH] vfio/lamp: Let userspace dim the lamp', 'Link: https://kernel.test/1\n'),
    },
  },
  {
    name: 'the subject once more',
    mails: {
      '0001.patch': letter(
        '[PATCH] vfio/lamp: Let userspace dim the lamp',
        'vfio/lamp: Let userspace\ndim the lamp.\n',
      ),
    },
  },
  {
    name: 'wide lines, and this patch',
    mails: {
      '0001.patch': letter(
        '[PATCH] vfio/lamp: Let userspace dim the lamp',
        'The lamp is on whenever the machine is, and nobody in the room can sleep at all.\n\nThis patch adds a dimmer.\n',
      ),
    },
  },
];
