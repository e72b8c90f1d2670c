// SPDX-License-Identifier: GPL-2.0-only
import { letter, type Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'a subsystem and an imperative',
    mails: {
      '0001.patch': letter(
        '[PATCH v2 1/1] vfio/lamp: Let userspace dim the lamp',
        'The lamp is on whenever the machine is, and nobody can sleep.\n\nLet userspace dim it.\n',
        { below: 'v2: the other lamp\n' },
      ),
    },
  },
  {
    name: 'a folded subject',
    mails: {
      '0001.patch': letter(
        '[PATCH 1/1] vfio/lamp: Let userspace dim the lamp\n slowly',
        'The lamp is on whenever the machine is, and nobody can sleep.\n\nLet userspace dim it.\n',
      ),
    },
  },
  {
    name: 'a revert, as git calls it',
    mails: {
      '0001.patch': letter(
        '[PATCH] Revert "vfio/lamp: Let userspace dim the lamp"',
        'This reverts commit 1a2b3c4d5e6f1a2b3c4d5e6f1a2b3c4d5e6f1a2b.\n\nNobody can read any more.\n',
      ),
    },
  },
];
