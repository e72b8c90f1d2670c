// SPDX-License-Identifier: GPL-2.0-only
import { driver } from '../../samples/lamp-promise.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'mmap() asks for a state that the capability does not ask for',
    ...driver([
      '	if (lamp->msix_bar == lamp_index(vma) &&',
      '	if (!lamp->unlocked && lamp->msix_bar == lamp_index(vma) &&',
    ]),
  },
];
