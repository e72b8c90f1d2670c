// SPDX-License-Identifier: GPL-2.0-only
import { header } from '../lib/lamp.ts';
import type { Sample } from '../lib/sample.ts';

export const bad: Sample[] = [
  {
    name: 'a bit in use in the same member',
    ...header('	__u32	hue;', '#define VFIO_LAMP_INFO_WARM	(1 << 1)\n	__u32	hue;'),
  },
  { name: 'a flag that moves', ...header('DIMMED	(1 << 1)', 'DIMMED	(1 << 2)') },
];
