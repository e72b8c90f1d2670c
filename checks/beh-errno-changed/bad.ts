// SPDX-License-Identifier: GPL-2.0-only
import { driver } from '../lib/driver/lamp-promise.ts';
import type { Sample } from '../lib/sample.ts';

export const bad: Sample[] = [
  { name: 'a lamp without power', ...driver(['		return -ENXIO;', '		return -EPERM;']) },
];
