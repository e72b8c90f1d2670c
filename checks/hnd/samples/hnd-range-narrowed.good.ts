// SPDX-License-Identifier: GPL-2.0-only
import { ranges } from '../../samples/lamp-ranges.ts';
import type { Sample } from '../../samples/sample.ts';

export const good: Sample[] = [
  {
    name: 'an end in 64 bits',
    ...ranges('vfio', ['start + length > lamp->size', 'start + length > (u64)lamp->size']),
  },
  {
    name: 'what is below the size of a page',
    ...ranges('block', ['lamp->first = 0;', 'lamp->first = (u32)(start & ~PAGE_MASK);']),
  },
  {
    name: 'a sum that is kept in a register of 32 bits',
    ...ranges('drm', ['lamp->first = 0;', 'lamp->first = (u32)(start + length);']),
  },
];
