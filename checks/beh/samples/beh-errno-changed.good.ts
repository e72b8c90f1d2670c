// SPDX-License-Identifier: GPL-2.0-only
import { driver } from '../../samples/lamp-promise.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'the same errno by a variable',
    ...driver([
      '	if (!lamp->powered)\n		return -ENXIO;',
      '	int ret = -ENXIO;\n\n	if (!lamp->powered)\n		return ret;',
    ]),
  },
];
