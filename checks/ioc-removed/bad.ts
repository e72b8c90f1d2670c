// SPDX-License-Identifier: GPL-2.0-only
import { lamp } from '../lib/lamp-header.ts';
import type { Sample } from '../lib/sample.ts';

export const bad: Sample[] = [
  {
    name: 'an ioctl',
    ...lamp([
      `#define LAMP_SET_COLOUR	_IOW('L', LAMP_BASE + 1, struct lamp_colour)
`,
      '',
    ]),
  },
  { name: 'another name', ...lamp(['LAMP_SET_COLOUR', 'LAMP_PUT_COLOUR']) },
];
