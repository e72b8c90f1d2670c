// SPDX-License-Identifier: GPL-2.0-only

import type { Sample } from '../../samples/sample.ts';
import { LAMP_PATH, lampHeader } from '../../samples/small.ts';

const HEADER = lampHeader(`#define LAMP_OFF _IO('L', 1)\n`);

export const good: Sample[] = [
  {
    name: 'a header of the kernel alone',
    before: { [LAMP_PATH]: HEADER },
    after: { [LAMP_PATH]: HEADER, 'include/linux/lamp.h': HEADER },
  },
];
