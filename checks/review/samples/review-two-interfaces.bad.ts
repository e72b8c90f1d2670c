// SPDX-License-Identifier: GPL-2.0-only
import { LAMP_FILE, TAPE_FILE } from '../../lib/review/handlers.ts';
import { posted } from '../../lib/review/posted.ts';
import { edited, REASON, type Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  posted('what may be mapped is read as well, all at once', { 'drivers/vfio/lamp.c': LAMP_FILE }, [
    {
      subject: 'vfio/lamp: Hand out the switch where it is safe',
      body: REASON,
      files: {
        'drivers/vfio/lamp.c': edited(
          LAMP_FILE,
          [
            '\tif (vma->vm_pgoff == lamp->switch_page)',
            '\tif (!lamp->safe && vma->vm_pgoff == lamp->switch_page)',
          ],
          ['\tif (lamp->dark)', '\tif (!lamp->safe && lamp->dark)'],
        ),
      },
    },
  ]),
  posted('a worn tape is mapped, and written', { 'drivers/scsi/tape.c': TAPE_FILE }, [
    {
      subject: 'scsi: tape: Be easy on worn tapes',
      body: REASON,
      files: {
        'drivers/scsi/tape.c': edited(
          TAPE_FILE,
          ['\tif (tape->worn)', '\tif (tape->worn && !tape->patient)'],
          ['\t\treturn -ENOSPC;', '\t\treturn -ENOSPC;\n\tif (tape->worn && tape->patient)\n\t\tcount = 1;'],
        ),
      },
    },
  ]),
];
