// SPDX-License-Identifier: GPL-2.0-only

import type { Sample } from '../../samples/sample.ts';
import { LAMP_PATH, lampHeader } from '../../samples/small.ts';

const HEADER = lampHeader(`#define LAMP_OFF _IO('L', 1)\n`);

export const good: Sample[] = [
  {
    name: 'a header below another architecture that stays',
    before: { [LAMP_PATH]: HEADER, 'arch/x86/include/uapi/asm/lamp.h': HEADER },
    after: { [LAMP_PATH]: HEADER, 'arch/x86/include/uapi/asm/lamp.h': HEADER },
  },
];
