// SPDX-License-Identifier: GPL-2.0-only
import { lamp } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'a macro with the same value',
    ...lamp([
      `	LAMP_SOCKET_SIDE,
`,
      `#define LAMP_SOCKET_SIDE 1
`,
    ]),
  },
  {
    name: 'an enumerator that keeps its macro',
    ...lamp([
      `#define LAMP_HUES	360
`,
      `enum {
	LAMP_HUES = 360,
#define LAMP_HUES LAMP_HUES
};
`,
    ]),
  },
];
