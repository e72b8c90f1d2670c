// SPDX-License-Identifier: GPL-2.0-only
import { lamp } from '../lib/lamp-header.ts';
import type { Sample } from '../lib/sample.ts';

export const good: Sample[] = [
  { name: 'the same number in other words', ...lamp(['LAMP_BASE + 1,', '17,']) },
];
