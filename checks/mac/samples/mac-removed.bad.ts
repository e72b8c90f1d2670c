// SPDX-License-Identifier: GPL-2.0-only
import { lamp } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';
import { declared } from '../../samples/small.ts';

export const bad: Sample[] = [
  {
    name: 'a value',
    ...lamp([
      `#define LAMP_HUES	360
`,
      '',
    ]),
  },
  {
    name: 'a function',
    ...lamp([
      `#define LAMP_WATTS(x)	((x) * 60)
`,
      '',
    ]),
  },
  {
    name: 'a system call',
    ...declared('#define __NR_lamp_on	7\n#define __NR_lamp_off	8\n', '#define __NR_lamp_on	7\n'),
  },
];
