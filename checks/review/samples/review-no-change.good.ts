// SPDX-License-Identifier: GPL-2.0-only
import { LAMP_FILE, TAPE_FILE } from '../../lib/review/handlers.ts';
import { posted } from '../../lib/review/posted.ts';
import { edited, REASON, type Sample } from '../../samples/sample.ts';

const DARK = edited(LAMP_FILE, ['\t\treturn lamp_info(lamp, arg);', '\t\treturn lamp_dim(lamp, arg);']);

export const good: Sample[] = [
  posted('two patches, each on what the other leaves', { 'drivers/vfio/lamp.c': LAMP_FILE }, [
    { subject: 'vfio/lamp: Dim the lamp', body: REASON, files: { 'drivers/vfio/lamp.c': DARK } },
    {
      subject: 'vfio/lamp: Describe the lamp',
      body: REASON,
      files: {
        'drivers/vfio/lamp.c': edited(DARK, [
          '\t\treturn 0;\n\n\treturn lamp_copy',
          '\t\treturn -EAGAIN;\n\n\treturn lamp_copy',
        ]),
      },
    },
  ]),
  posted('one patch', { 'drivers/scsi/tape.c': TAPE_FILE }, [
    {
      subject: 'scsi: tape: Call it an error',
      body: REASON,
      files: { 'drivers/scsi/tape.c': edited(TAPE_FILE, ['-ENOSPC', '-EIO']) },
    },
  ]),
  posted('a series that says so', { 'drivers/vfio/lamp.c': LAMP_FILE }, [
    { subject: 'vfio/lamp: Dim the lamp', body: REASON, files: { 'drivers/vfio/lamp.c': DARK } },
    {
      subject: 'vfio/lamp: Describe the lamp',
      body: `${REASON}\nThe series nets to what v4.16 merged.\n`,
      files: { 'drivers/vfio/lamp.c': LAMP_FILE },
    },
  ]),
];
