// SPDX-License-Identifier: GPL-2.0-only
import { lamp } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'an enumerator with another value',
    ...lamp([
      `#define LAMP_HUES	360
`,
      `enum { LAMP_HUES = 256 };
`,
    ]),
  },
  {
    name: 'an enumerator with the same value',
    ...lamp([
      `#define LAMP_HUES	360
`,
      `enum { LAMP_HUES = 360 };
`,
    ]),
  },
];
