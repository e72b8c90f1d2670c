// SPDX-License-Identifier: GPL-2.0-only
import { driver } from '../../samples/lamp-promise.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  { name: 'a lamp without power', ...driver(['		return -ENXIO;', '		return -EPERM;']) },
];
