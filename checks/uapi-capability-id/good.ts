// SPDX-License-Identifier: GPL-2.0-only
import { header } from '../lib/lamp.ts';
import type { Sample } from '../lib/sample.ts';

export const good: Sample[] = [
  {
    name: 'the next free id, and an id of another family',
    ...header(
      'CAP_BLINK	2\n',
      'CAP_BLINK	2\n#define VFIO_REGION_INFO_CAP_FADE	3\n#define VFIO_DEVICE_INFO_CAP_SOCKET	1\n',
    ),
  },
];
