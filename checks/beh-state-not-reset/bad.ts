// SPDX-License-Identifier: GPL-2.0-only
import { driver } from '../lib/driver/lamp-promise.ts';
import type { Sample } from '../lib/sample.ts';

export const bad: Sample[] = [
  {
    name: 'a new member that a handler sets',
    ...driver(['	lamp->dark = true;', '	lamp->dark = true;\n	lamp->asked = true;']),
  },
  { name: 'a reset that is gone', ...driver(['	lamp->dark = false;\n', '']) },
];
