// SPDX-License-Identifier: GPL-2.0-only
import { lamp } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'the same enum',
    ...lamp([
      'enum lamp_state {',
      `/* What it does. */
enum lamp_state {`,
    ]),
  },
];
