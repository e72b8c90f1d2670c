// SPDX-License-Identifier: GPL-2.0-only
import { promising } from '../../samples/lamp-promise.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'a flag that the driver sets',
    ...promising('\n#define VFIO_LAMP_INFO_FLAG_WARM	(1 << 2)\n', [
      '	if (lamp->dimmed)\n',
      '	if (lamp->warm)\n		*flags |= VFIO_LAMP_INFO_FLAG_WARM;\n	if (lamp->dimmed)\n',
    ]),
  },
];
