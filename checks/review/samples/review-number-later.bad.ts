// SPDX-License-Identifier: GPL-2.0-only
import { posted } from '../../lib/review/posted.ts';
import { REASON, type Sample } from '../../samples/sample.ts';

const IOCTLS = "#include <linux/ioctl.h>\n\n#define LAMP_ON\t_IO('L', 1)\n#define LAMP_OFF\t_IO('L', 2)\n";
const FLAGS = '#define SHELF_F_OPEN\t(1 << 0)\n#define SHELF_F_DEEP\t(1 << 1)\n';
const ATTRS = 'enum {\n\tROAD_ATTR_UNSPEC,\n\tROAD_ATTR_NAME,\n\tROAD_ATTR_WIDTH,\n';

export const bad: Sample[] = [
  posted(
    'the number of a later ioctl',
    { 'include/uapi/linux/lamp.h': IOCTLS },
    [
      {
        subject: 'lamp: Dim it',
        body: REASON,
        files: { 'include/uapi/linux/lamp.h': `${IOCTLS}#define LAMP_DIM\t_IO('L', 3)\n` },
      },
    ],
    { newer: { 'include/uapi/linux/lamp.h': `${IOCTLS}#define LAMP_BLINK\t_IO('L', 3)\n` } },
  ),
  posted(
    'the bit of a later flag',
    { 'include/uapi/linux/shelf.h': FLAGS },
    [
      {
        subject: 'shelf: Lock it',
        body: REASON,
        files: { 'include/uapi/linux/shelf.h': `${FLAGS}#define SHELF_F_LOCKED\t(1 << 2)\n` },
      },
    ],
    { newer: { 'include/uapi/linux/shelf.h': `${FLAGS}#define SHELF_F_HIGH\t(1 << 2)\n` } },
  ),
  posted(
    'the attribute of a later kernel',
    { 'include/uapi/linux/road.h': `${ATTRS}};\n` },
    [
      {
        subject: 'net: road: Tell its length',
        body: REASON,
        files: { 'include/uapi/linux/road.h': `${ATTRS}\tROAD_ATTR_LENGTH,\n};\n` },
      },
    ],
    { newer: { 'include/uapi/linux/road.h': `${ATTRS}\tROAD_ATTR_SURFACE,\n};\n` } },
  ),
];
