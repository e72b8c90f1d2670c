// SPDX-License-Identifier: GPL-2.0-only
import { letter, REASON, type Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  { name: 'no subject', mails: { '0001.patch': letter('[PATCH] ', REASON) } },
  {
    name: 'no subsystem',
    mails: {
      '0001.patch': letter(
        '[PATCH] Let userspace dim the lamp',
        'The lamp is on whenever the machine is, and nobody can sleep.\n\nLet userspace dim it.\n',
      ),
    },
  },
  {
    name: 'too long, and without [PATCH]',
    mails: {
      '0001.patch': letter(
        'vfio/lamp: Let userspace dim the lamp slowly or at once, as it may see fit then',
        'The lamp is on whenever the machine is, and nobody can sleep.\n\nLet userspace dim it.\n',
      ),
    },
  },
  {
    name: 'not an imperative, and a full stop',
    mails: {
      '0001.patch': letter(
        '[PATCH] vfio/lamp: Adds a dimmer.',
        'The lamp is on whenever the machine is, and nobody can sleep.\n\nLet userspace dim it.\n',
      ),
    },
  },
];
