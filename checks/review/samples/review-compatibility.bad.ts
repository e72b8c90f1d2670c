// SPDX-License-Identifier: GPL-2.0-only

import { LAMP_MMAP, SHELF_IOCTL } from '../../lib/review/fixtures.ts';
import { posted } from '../../lib/review/posted.ts';
import { edited, REASON, type Sample } from '../../samples/sample.ts';

const REFUSED = edited(LAMP_MMAP, [
  '\treturn remap',
  '\tif (vma->vm_pgoff == lamp->switch_page)\n\t\treturn -EINVAL;\n\n\treturn remap',
]);
const STRICT = edited(SHELF_IOCTL, [
  '\tswitch',
  '\tif (!capable(CAP_SYS_ADMIN))\n\t\treturn -EPERM;\n\n\tswitch',
]);

export const bad: Sample[] = [
  posted(
    'a mapping is refused, and an old binary is said to find all as it was',
    { 'drivers/vfio/lamp.c': LAMP_MMAP },
    [
      {
        subject: 'vfio/lamp: Let userspace opt in to the switch',
        body: 'The page of the switch is mapped by an ioctl now.  An existing binary, which\ndoes not call it, finds the lamp described as it always was.\n',
        files: { 'drivers/vfio/lamp.c': REFUSED },
      },
    ],
  ),
  posted(
    'an ioctl asks for a capability, and nothing changes for existing users',
    { 'drivers/block/shelf.c': SHELF_IOCTL },
    [
      {
        subject: 'shelf: Ask who moves books',
        body: 'Moving books is for the librarian.  Nothing changes for existing users of the\nshelf.\n',
        files: { 'drivers/block/shelf.c': STRICT },
      },
    ],
  ),
  posted(
    'a run saw what the message denies',
    { 'drivers/vfio/lamp.c': LAMP_MMAP },
    [
      {
        subject: 'vfio/lamp: Let userspace opt in to the switch',
        body: `${REASON}\nA client that does not know the switch loses nothing.\n`,
        files: { 'drivers/vfio/lamp.c': REFUSED },
      },
    ],
    { run: { name: '20260101T000000Z-lamp', broken: ['lampd: map_all'], tried: 12 } },
  ),
];
