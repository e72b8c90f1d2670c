// SPDX-License-Identifier: GPL-2.0-only
import { driver } from '../../samples/lamp-promise.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'a new member that the release resets',
    ...driver(
      ['	lamp->dark = true;', '	lamp->dark = true;\n	lamp->asked = true;'],
      ['	lamp->dark = false;', '	lamp->dark = false;\n	lamp->asked = false;'],
    ),
  },
];
