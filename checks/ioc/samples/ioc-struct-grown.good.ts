// SPDX-License-Identifier: GPL-2.0-only
import { lamp } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'a struct that keeps its size',
    ...lamp([
      `	__u32	hue;
`,
      `	__u16	hue;
	__u16	watts;
`,
    ]),
  },
];
