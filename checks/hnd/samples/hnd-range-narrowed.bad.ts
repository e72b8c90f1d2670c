// SPDX-License-Identifier: GPL-2.0-only
import { ranges } from '../../samples/lamp-ranges.ts';
import type { Sample } from '../../samples/sample.ts';

export const bad: Sample[] = [
  {
    name: 'an end that is compared',
    ...ranges('vfio', ['start + length > lamp->size', '(u32)(start + length) > lamp->size']),
  },
  {
    name: 'an offset in pages that is shifted, then compared as a variable',
    ...ranges('block', ['start = pgoff << PAGE_SHIFT;', 'start = (unsigned int)(pgoff << PAGE_SHIFT);']),
  },
  {
    name: 'the length of a mapping',
    ...ranges('drm', [
      'length = vma->vm_end - vma->vm_start;',
      'length = (u32)(vma->vm_end - vma->vm_start);',
    ]),
  },
];
