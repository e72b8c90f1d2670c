// SPDX-License-Identifier: GPL-2.0-only
import { lamp } from '../../samples/lamp-header.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  { name: 'a name that says more', ...lamp(['LAMP_HUES\t360', 'LAMP_NR_HUES\t360']) },
];
