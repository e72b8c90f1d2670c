// SPDX-License-Identifier: GPL-2.0-only
import { letter, REASON, type Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'plain text, whatever its charset and encoding',
    mails: {
      '0001.patch': letter('[PATCH] vfio/lamp: Let userspace dim the lamp', REASON, {
        headers:
          'Content-Type: text/plain; charset="iso-8859-1"\nContent-Transfer-Encoding: quoted-printable\n',
      }),
    },
  },
];
