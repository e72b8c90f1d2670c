// SPDX-License-Identifier: GPL-2.0-only
import { lamp } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'one struct of two ioctls',
    ...lamp([
      `	__u32	hue;
`,
      `	__u32	hue;
	__u32	watts;
`,
    ]),
  },
];
