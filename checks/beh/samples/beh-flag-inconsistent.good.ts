// SPDX-License-Identifier: GPL-2.0-only
import { driver } from '../../samples/lamp-promise.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'both ask for it',
    ...driver(
      [
        '	if (lamp->msix_bar == lamp_index(vma) &&',
        '	if (!lamp->unlocked && lamp->msix_bar == lamp_index(vma) &&',
      ],
      [
        '	return lamp_add_cap(caps, LAMP_CAP_SPARSE_MMAP, 1);',
        '	if (lamp->unlocked)\n		return 0;\n	return lamp_add_cap(caps, LAMP_CAP_SPARSE_MMAP, 1);',
      ],
    ),
  },
];
