// SPDX-License-Identifier: GPL-2.0-only
import { dimming } from '../lib/lamp.ts';
import type { Sample } from '../lib/sample.ts';

export const good: Sample[] = [
  // VFIO_BASE + 1 is a group's and a device's in the header before: different descriptors do not compete.
  { name: 'the next free number', ...dimming({ number: 3 }) },
];
