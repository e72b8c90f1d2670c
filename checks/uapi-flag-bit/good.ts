// SPDX-License-Identifier: GPL-2.0-only
import { header } from '../lib/lamp.ts';
import type { Sample } from '../lib/sample.ts';

export const good: Sample[] = [
  {
    name: 'the next free bit',
    ...header('	__u32	hue;', '#define VFIO_LAMP_INFO_WARM	(1 << 2)\n	__u32	hue;'),
  },
  {
    name: 'a mask made of flags',
    ...header(
      '	__u32	hue;',
      '#define VFIO_LAMP_INFO_MASK	(VFIO_LAMP_INFO_LIT | VFIO_LAMP_INFO_DIMMED)\n	__u32	hue;',
    ),
  },
];
