// SPDX-License-Identifier: GPL-2.0-only
import { lamp } from '../lib/lamp-header.ts';
import type { Sample } from '../lib/sample.ts';

export const good: Sample[] = [
  {
    name: 'other names, blanks and parentheses',
    ...lamp(['LAMP_WATTS(x)\t((x) * 60)', 'LAMP_WATTS(count) (count * 0x3c)']),
  },
];
