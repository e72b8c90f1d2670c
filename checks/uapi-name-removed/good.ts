// SPDX-License-Identifier: GPL-2.0-only
import { header } from '../lib/lamp.ts';
import type { Sample } from '../lib/sample.ts';

export const good: Sample[] = [
  {
    name: 'a renamed macro that keeps its old spelling',
    ...header(
      '#define VFIO_LAMP_HUES	360\n',
      '#define VFIO_LAMP_NR_HUES	360\n#define VFIO_LAMP_HUES	VFIO_LAMP_NR_HUES\n',
    ),
  },
];
