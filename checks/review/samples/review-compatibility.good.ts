// SPDX-License-Identifier: GPL-2.0-only
import { LAMP_MMAP, SHELF_IOCTL } from '../../lib/review/fixtures.ts';
import { posted } from '../../lib/review/posted.ts';
import { edited, REASON, type Sample } from '../../samples/sample.ts';

const REFUSED = edited(LAMP_MMAP, [
  '\treturn remap',
  '\tif (vma->vm_pgoff == lamp->switch_page)\n\t\treturn -EINVAL;\n\n\treturn remap',
]);

export const good: Sample[] = [
  posted(
    'the claim was tried, and holds',
    { 'drivers/vfio/lamp.c': LAMP_MMAP },
    [
      {
        subject: 'vfio/lamp: Let userspace opt in to the switch',
        body: `${REASON}\nExisting clients are not affected.\n`,
        files: { 'drivers/vfio/lamp.c': REFUSED },
      },
    ],
    { run: { name: '20260101T000000Z-lamp', broken: [], tried: 12 } },
  ),
  posted('the message says whom it concerns', { 'drivers/vfio/lamp.c': LAMP_MMAP }, [
    {
      subject: 'vfio/lamp: Refuse to map the switch',
      body: 'Programs that map the whole lamp get -EINVAL now: lampd before 2.0 does.\n',
      files: { 'drivers/vfio/lamp.c': REFUSED },
    },
  ]),
  posted('a new command beside the old one restricts nobody', { 'drivers/block/shelf.c': SHELF_IOCTL }, [
    {
      subject: 'shelf: Count books',
      body: 'Add a command that counts books.  Existing users are unaffected.\n',
      files: {
        'drivers/block/shelf.c': edited(SHELF_IOCTL, [
          '\tdefault:',
          '\tcase SHELF_COUNT:\n\t\treturn shelf_count(shelf);\n\tdefault:',
        ]),
      },
    },
  ]),
];
