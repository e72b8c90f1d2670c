// SPDX-License-Identifier: GPL-2.0-only
import { promising } from '../../samples/lamp-promise.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  { name: 'a flag that no driver sets', ...promising('\n#define VFIO_LAMP_INFO_FLAG_WARM	(1 << 2)\n') },
];
