// SPDX-License-Identifier: GPL-2.0-only
import { lamp } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'an alias for the old name',
    ...lamp([
      `#define LAMP_SET_COLOUR	_IOW('L', LAMP_BASE + 1, struct lamp_colour)
`,
      `#define LAMP_PUT_COLOUR	_IOW('L', LAMP_BASE + 1, struct lamp_colour)
#define LAMP_SET_COLOUR	LAMP_PUT_COLOUR
`,
    ]),
  },
];
