// SPDX-License-Identifier: GPL-2.0-only
import { letter, type Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'twelve digits and a title, which may be wrapped, once',
    mails: {
      '0001.patch': letter(
        '[PATCH] vfio/lamp: Let userspace dim the lamp',
        'Since commit 1a2b3c4d5e6f ("vfio/lamp: Switch the\nlamp on") the lamp is on. Before commit 1a2b3c4d5e6f it was off.\n\nLet userspace dim it.\n\nFixes: 1a2b3c4d5e6f ("vfio/lamp: Switch the lamp on")\n',
      ),
    },
  },
  {
    name: 'a backport, which begins with the commit that it is of',
    mails: {
      '0001.patch': letter(
        '[PATCH 6.1.y] vfio/lamp: Let userspace dim the lamp',
        '[ Upstream commit 1a2b3c4d5e6f1a2b3c4d5e6f1a2b3c4d5e6f1a2b ]\n\nThe lamp is on whenever the machine is.\n\nLet userspace dim it.\n',
      ),
    },
  },
  {
    name: 'a title in the tag alone, a tag of a tracker, the link and the address of a robot',
    mails: {
      '0001.patch': letter(
        '[PATCH] vfio/lamp: Let userspace dim the lamp',
        'Since commit 1a2b3c4d5e6f the lamp is on.\n\nLet userspace dim it.\n\nlamp-commit: 0a1b2c3d4e5f60718293a4b5c6d7e8f901234567\n\nReported-by: syzbot+0a1b2c3d4e5f60718293@syzkaller.appspotmail.com\nCloses: https://syzkaller.appspot.com/bug?extid=0a1b2c3d4e5f60718293\nFixes: 1a2b3c4d5e6f ("vfio/lamp: Switch the lamp on")\n',
      ),
    },
  },
  {
    name: 'registers of an oops, and a quotation',
    mails: {
      '0001.patch': letter(
        '[PATCH] vfio/lamp: Let userspace dim the lamp',
        'RIP: 0010:lamp_on+0x1a/0x40\nR10: ffff88810012345a R11: 1a2b3c4d5e6f7a8b\n\n> commit 1a2b3c4 is at fault\n\nLet userspace dim it.\n',
      ),
    },
  },
  {
    name: 'an address in a log, and a title without parentheses',
    mails: {
      '0001.patch': letter(
        '[PATCH] vfio/lamp: Let userspace dim the lamp',
        'Since commit 1a2b3c4d5e6f\n"vfio/lamp: Switch the lamp on" it is too bright:\n\n[   17.123456] lamp at virtual address ffff000129ba5cce\n\nLet userspace dim it.\n',
      ),
    },
  },
  {
    name: 'a release beside the commit, and one with a word in quotes',
    mails: {
      '0001.patch': letter(
        '[PATCH] net: kettle: Boil in silence',
        'Since v4.16, commit 1a2b3c4d5e6f ("net: kettle: Sing when it boils"), it sings; v4.17\n("loud") is no better, v4.16 ("net: kettle: Sing when it boils") neither.\n\nLet userspace choose.\n',
      ),
    },
  },
];
