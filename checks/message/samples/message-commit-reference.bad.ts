// SPDX-License-Identifier: GPL-2.0-only
import { letter, type Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'too few digits, and no title',
    mails: {
      '0001.patch': letter(
        '[PATCH] vfio/lamp: Let userspace dim the lamp',
        'Since commit 1a2b3c4 ("vfio/lamp: Switch the lamp on") the lamp is on.\nCommit 5d6e7f8091a2b3c4 made it brighter.\n\nLet userspace dim it.\n',
      ),
    },
  },
  {
    name: 'a release in place of the commit',
    mails: {
      '0001.patch': letter(
        '[PATCH] net: kettle: Boil in silence',
        'Since v4.16 ("net: kettle: Sing when it\nboils") nobody can sleep.\n\nLet userspace choose.\n',
      ),
    },
  },
];
