// SPDX-License-Identifier: GPL-2.0-only
import { lamp } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  { name: 'a number', ...lamp(['LAMP_HUES\t360', 'LAMP_HUES\t256']) },
  { name: 'a string', ...lamp(['"lamp"', '"torch"']) },
  { name: 'what ioctls are counted from', ...lamp(['LAMP_BASE\t16', 'LAMP_BASE\t32']) },
  {
    name: 'a number on some architectures',
    ...lamp([
      `#define LAMP_HUES	360
`,
      `#ifdef __i386__
#define LAMP_HUES	256
#else
#define LAMP_HUES	360
#endif
`,
    ]),
  },
];
