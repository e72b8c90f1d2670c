// SPDX-License-Identifier: GPL-2.0-only
import { header } from '../lib/lamp.ts';
import type { Sample } from '../lib/sample.ts';

export const good: Sample[] = [
  {
    name: 'growth at the end, behind argsz',
    ...header('	__u32	watts;', '	__u32	watts;\n	__u32	lumen;'),
  },
];
