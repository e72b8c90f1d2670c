// SPDX-License-Identifier: GPL-2.0-only
import { header } from '../lib/lamp.ts';
import type { Sample } from '../lib/sample.ts';

export const bad: Sample[] = [
  {
    name: 'an id in use among the region info capabilities',
    ...header('CAP_BLINK	2\n', 'CAP_BLINK	2\n#define VFIO_REGION_INFO_CAP_FADE	2\n'),
  },
  { name: 'a capability that moves', ...header('CAP_BLINK	2\n', 'CAP_BLINK	3\n') },
];
