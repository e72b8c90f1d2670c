// SPDX-License-Identifier: GPL-2.0-only
import { letter, type Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'paragraphs, indented output, a URL and tags',
    mails: {
      '0001.patch': letter(
        '[PATCH] vfio/lamp: Let userspace dim the lamp',
        'The lamp is on whenever the machine is, and nobody can sleep:\n\n    lamp0: 60 watts since boot, which is longer than any of us has been in this room\n\nLet userspace dim it, see\nhttps://kernel.test/a/page/about/lamps/whose/address/is/longer/than/any/line/may/be\n\nTested-by: Somebody With A Long Name <somebody.with.a.long.name@a.long.domain.kernel.test>\n',
      ),
    },
  },
  {
    name: 'this patch where no order can be given',
    mails: {
      '0001.patch': letter(
        '[PATCH] vfio/lamp: Let userspace dim the lamp',
        'Before this commit the lamp is on and nobody looks.  Let userspace dim it.\n\nThis patch has been used by three vendors for ten years.  This patch is part of a\nseries about lamps.  This patch series has been on the list before.\n',
      ),
    },
  },
  {
    name: 'what the kernel logged, and a compiler said',
    mails: {
      '0001.patch': letter(
        '[PATCH] vfio/lamp: Let userspace dim the lamp',
        'The lamp is on for ever:\n\n[   17.123456] lamp0: 60 watts since boot, which is longer than any of us has been in this room\n\ndrivers/vfio/lamp.c:957 lamp_wait() error: uninitialized symbol percent, which nobody has ever seen on\n\nLet userspace dim it.\n',
      ),
    },
  },
];
