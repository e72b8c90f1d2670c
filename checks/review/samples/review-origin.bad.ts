// SPDX-License-Identifier: GPL-2.0-only
import { LAMP_FILE } from '../../lib/review/handlers.ts';
import { posted } from '../../lib/review/posted.ts';
import { edited, letter, REASON, type Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'a proposal of another year than the link',
    mails: {
      '0001.patch': letter(
        '[PATCH] vfio/lamp: Let userspace dim the lamp',
        'The proposal of 2016 dimmed all lamps at once.  Dim one.\n\nLink: https://lore.kernel.org/r/20171122040932.970-1-ada@kernel.org\n',
      ),
    },
  },
  {
    name: 'a posting that nobody can find',
    mails: {
      '0001.patch': letter(
        '[PATCH] net: kettle: Whistle',
        'A whistle was proposed in March 2019, and nobody answered.\n\nLet the kettle whistle.\n',
      ),
    },
  },
  posted(
    'a link to the thread of another design',
    { 'drivers/vfio/lamp.c': LAMP_FILE },
    [
      {
        subject: 'vfio/lamp: Let userspace dim the lamp',
        body: `${REASON}\nLink: https://lore.kernel.org/r/20171122040932.970-1-ada@kernel.org\n`,
        files: { 'drivers/vfio/lamp.c': edited(LAMP_FILE, ['lamp_info(lamp, arg)', 'lamp_dim(lamp, arg)']) },
      },
    ],
    { origins: ['20160427060000.17-1-bob@kernel.org'] },
  ),
];
