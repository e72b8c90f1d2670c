// SPDX-License-Identifier: GPL-2.0-only
import { letter, type Sample } from '../lib/sample.ts';

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
];
