// SPDX-License-Identifier: GPL-2.0-only
import { LAMP_FILE, TAPE_FILE } from '../../lib/review/handlers.ts';
import { posted } from '../../lib/review/posted.ts';
import { edited, REASON, type Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  posted('the ioctl and the mmap ask the room, each for itself', { 'drivers/vfio/lamp.c': LAMP_FILE }, [
    {
      subject: 'vfio/lamp: Hand out the switch where the room is safe',
      body: REASON,
      files: {
        'drivers/vfio/lamp.c': edited(
          LAMP_FILE,
          [
            '\tif (cmd == LAMP_INFO)',
            '\tif (cmd == LAMP_INFO && !(lamp->socket->wall->room->flags & ROOM_SAFE))',
          ],
          [
            '\tif (vma->vm_pgoff == lamp->switch_page)',
            '\tif (vma->vm_pgoff == lamp->switch_page &&\n\t    !(lamp->socket->wall->room->flags & ROOM_SAFE))',
          ],
        ),
      },
    },
  ]),
  posted('reading and writing ask the drive', { 'drivers/scsi/tape.c': TAPE_FILE }, [
    {
      subject: 'scsi: tape: Heed the lock of the shelf',
      body: REASON,
      files: {
        'drivers/scsi/tape.c': edited(
          TAPE_FILE,
          [
            '\t\treturn -EINVAL;',
            '\t\treturn -EINVAL;\n\tif (test_bit(SHELF_LOCKED, &tape->drive->host->shelf->state))\n\t\treturn -EPERM;',
          ],
          [
            '\t\treturn -ENOSPC;',
            '\t\treturn -ENOSPC;\n\tif (test_bit(SHELF_LOCKED, &tape->drive->host->shelf->state))\n\t\treturn -EPERM;',
          ],
        ),
      },
    },
  ]),
];
