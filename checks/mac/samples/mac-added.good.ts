// SPDX-License-Identifier: GPL-2.0-only
import { lamp } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'a guard, and what was an enumerator',
    ...lamp([
      `	LAMP_SOCKET_SIDE,
`,
      `	LAMP_SOCKET_SIDE,
#define LAMP_SOCKET_SIDE LAMP_SOCKET_SIDE
`,
    ]),
  },
];
