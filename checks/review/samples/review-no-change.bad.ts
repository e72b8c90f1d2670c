// SPDX-License-Identifier: GPL-2.0-only
import { LAMP_FILE, TAPE_FILE } from '../../lib/review/handlers.ts';
import { posted } from '../../lib/review/posted.ts';
import { edited, REASON, type Sample } from '../../samples/sample.ts';

const DARK = edited(LAMP_FILE, ['\t\treturn lamp_info(lamp, arg);', '\t\treturn lamp_dim(lamp, arg);']);
const SHORT = edited(TAPE_FILE, ['\t\treturn -ENOSPC;', '\t\treturn -EIO;']);

export const bad: Sample[] = [
  posted('the second patch takes the first back', { 'drivers/vfio/lamp.c': LAMP_FILE }, [
    { subject: 'vfio/lamp: Dim the lamp', body: REASON, files: { 'drivers/vfio/lamp.c': DARK } },
    { subject: 'vfio/lamp: Describe the lamp', body: REASON, files: { 'drivers/vfio/lamp.c': LAMP_FILE } },
  ]),
  posted(
    'one of two files is as it was',
    { 'drivers/scsi/tape.c': TAPE_FILE, 'drivers/scsi/tape.h': '#define TAPE_LENGTH\t90\n' },
    [
      { subject: 'scsi: tape: Call it an error', body: REASON, files: { 'drivers/scsi/tape.c': SHORT } },
      {
        subject: 'scsi: tape: Make it longer',
        body: REASON,
        files: { 'drivers/scsi/tape.c': TAPE_FILE, 'drivers/scsi/tape.h': '#define TAPE_LENGTH\t120\n' },
      },
    ],
  ),
];
