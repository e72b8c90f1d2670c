// SPDX-License-Identifier: GPL-2.0-only
import { LAMP_FILE } from '../../lib/review/handlers.ts';
import { posted } from '../../lib/review/posted.ts';
import { edited, letter, REASON, type Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'the link is of that year',
    mails: {
      '0001.patch': letter(
        '[PATCH] vfio/lamp: Let userspace dim the lamp',
        'The proposal of 2016 dimmed all lamps at once.  Dim one.\n\nLink: https://lore.kernel.org/r/20160427060000.17-1-bob@kernel.org\n',
      ),
    },
  },
  {
    name: 'a specification of a year, and a copyright',
    mails: {
      '0001.patch': letter(
        '[PATCH] net: kettle: Whistle',
        'The standard of 2019 has a whistle.  The driver, written in 2012, has none.\n\nLet the kettle whistle.\n',
      ),
    },
  },
  posted(
    'a link to the mail that proposed it',
    { 'drivers/vfio/lamp.c': LAMP_FILE },
    [
      {
        subject: 'vfio/lamp: Let userspace dim the lamp',
        body: `${REASON}\nLink: https://lore.kernel.org/r/20160427060000.17-1-bob@kernel.org\n`,
        files: { 'drivers/vfio/lamp.c': edited(LAMP_FILE, ['lamp_info(lamp, arg)', 'lamp_dim(lamp, arg)']) },
      },
    ],
    { origins: ['20160427060000.17-1-bob@kernel.org'] },
  ),
];
