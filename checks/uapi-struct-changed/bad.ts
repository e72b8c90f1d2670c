// SPDX-License-Identifier: GPL-2.0-only
import { header } from '../lib/lamp.ts';
import type { Sample } from '../lib/sample.ts';

export const bad: Sample[] = [
  { name: 'a renamed member', ...header('	__u32	hue;', '	__u32	colour;') },
  { name: 'a retyped member', ...header('	__u32	hue;', '	__u64	hue;') },
  {
    name: 'members that change places',
    ...header('	__u32	hue;\n	__u32	watts;', '	__u32	watts;\n	__u32	hue;'),
  },
  { name: 'a member that is gone', ...header('	__u32	hue;\n', '') },
  { name: 'a member in the middle', ...header('	__u32	hue;', '	__u32	lumen;\n	__u32	hue;') },
  { name: 'growth without argsz', ...header('	__u8	blue;', '	__u8	blue;\n	__u8	white;') },
];
