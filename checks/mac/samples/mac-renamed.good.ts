// SPDX-License-Identifier: GPL-2.0-only
import { lamp } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'an alias for the old name',
    ...lamp([
      `#define LAMP_HUES	360
`,
      `#define LAMP_NR_HUES	360
#define LAMP_HUES	LAMP_NR_HUES
`,
    ]),
  },
];
