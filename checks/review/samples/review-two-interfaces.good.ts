// SPDX-License-Identifier: GPL-2.0-only
import { LAMP_FILE, TAPE_FILE } from '../../lib/review/handlers.ts';
import { posted } from '../../lib/review/posted.ts';
import { edited, REASON, type Sample } from '../../samples/sample.ts';

const MAPPED = edited(LAMP_FILE, [
  '\tif (vma->vm_pgoff == lamp->switch_page)',
  '\tif (!lamp->safe && vma->vm_pgoff == lamp->switch_page)',
]);

export const good: Sample[] = [
  posted('a patch for each', { 'drivers/vfio/lamp.c': LAMP_FILE }, [
    {
      subject: 'vfio/lamp: Map the switch where it is safe',
      body: REASON,
      files: { 'drivers/vfio/lamp.c': MAPPED },
    },
    {
      subject: 'vfio/lamp: Read the switch where it is safe',
      body: REASON,
      files: {
        'drivers/vfio/lamp.c': edited(MAPPED, ['\tif (lamp->dark)', '\tif (!lamp->safe && lamp->dark)']),
      },
    },
  ]),
  posted('a member that is called otherwise', { 'drivers/scsi/tape.c': TAPE_FILE }, [
    {
      subject: 'scsi: tape: Count in frames',
      body: REASON,
      files: {
        'drivers/scsi/tape.c': TAPE_FILE.replaceAll('tape->length', 'tape->frames').replaceAll(
          'tape->worn',
          'tape->scratched',
        ),
      },
    },
  ]),
];
