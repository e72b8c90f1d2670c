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
  {
    name: 'a flag in a mask of a mask that the driver asks for',
    ...promising(
      `
#define VFIO_LAMP_INFO_FLAG_WARM	(1 << 2)
#define VFIO_LAMP_INFO_COLOURS	VFIO_LAMP_INFO_FLAG_WARM
#define VFIO_LAMP_INFO_ALL	(VFIO_LAMP_INFO_LIT | \\
				 VFIO_LAMP_INFO_COLOURS)
`,
      ['	if (lamp->dimmed)\n', '	*flags |= lamp->modes & VFIO_LAMP_INFO_ALL;\n	if (lamp->dimmed)\n'],
    ),
  },
];
