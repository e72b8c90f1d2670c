// SPDX-License-Identifier: GPL-2.0-only
import { posted } from '../../lib/review/posted.ts';
import { REASON, type Sample } from '../../samples/sample.ts';

const IOCTLS = "#include <linux/ioctl.h>\n\n#define LAMP_ON\t_IO('L', 1)\n#define LAMP_OFF\t_IO('L', 2)\n";
const FLAGS = '#define SHELF_F_OPEN\t(1 << 0)\n#define SHELF_F_DEEP\t(1 << 1)\n';

export const good: Sample[] = [
  posted(
    'free there too',
    { 'include/uapi/linux/lamp.h': IOCTLS },
    [
      {
        subject: 'lamp: Dim it',
        body: REASON,
        files: { 'include/uapi/linux/lamp.h': `${IOCTLS}#define LAMP_DIM\t_IO('L', 4)\n` },
      },
    ],
    { newer: { 'include/uapi/linux/lamp.h': `${IOCTLS}#define LAMP_BLINK\t_IO('L', 3)\n` } },
  ),
  posted(
    'a backport: the newer kernel has it under this number',
    { 'include/uapi/linux/shelf.h': FLAGS },
    [
      {
        subject: 'shelf: Lock it',
        body: REASON,
        files: { 'include/uapi/linux/shelf.h': `${FLAGS}#define SHELF_F_LOCKED\t(1 << 2)\n` },
      },
    ],
    { newer: { 'include/uapi/linux/shelf.h': `${FLAGS}#define SHELF_F_LOCKED\t(1 << 2)\n` } },
  ),
];
