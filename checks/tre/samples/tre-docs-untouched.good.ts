// SPDX-License-Identifier: GPL-2.0-only

import type { Sample } from '../../samples/sample.ts';
import { LAMP_PATH, lampHeader } from '../../samples/small.ts';

const HEADER = lampHeader(`#define LAMP_OFF _IO('L', 1)\n`);
const NEXT = lampHeader(`#define LAMP_OFF _IO('L', 1)\n#define LAMP_ON _IO('L', 2)\n`);

export const good: Sample[] = [
  {
    name: 'an ioctl that is described',
    before: { [LAMP_PATH]: HEADER, 'Documentation/lamp.rst': 'Off.' },
    after: { [LAMP_PATH]: NEXT, 'Documentation/lamp.rst': 'Off and on.' },
  },
];
