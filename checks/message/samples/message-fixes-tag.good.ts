// SPDX-License-Identifier: GPL-2.0-only
import { letter, REASON, type Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'a long tag on one line, and prose',
    mails: {
      '0001.patch': letter(
        '[PATCH] vfio/lamp: Let userspace dim the lamp',
        `${REASON}\nFixes 3 complaints of the neighbours.\n\nFixes: 1a2b3c4d5e6f ("vfio/lamp: Switch the lamp on at boot, and leave it on until the machine halts")\n`,
      ),
    },
  },
];
