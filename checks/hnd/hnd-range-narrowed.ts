// SPDX-License-Identifier: GPL-2.0-only
import { narrowedRanges } from '../lib/driver/narrowed.ts';
import { changedFiles, fresh } from '../lib/lock/changed.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'hnd-range-narrowed',
  severity: 'error',
  effect: 'defect',
  category: 'hnd',
  needs: ['drivers'],
  apart: true,
  title: 'The end or the size of a range is cut to 32 bits before it is compared.',
  why: 'A range that ends at 4 GiB or beyond ends somewhere below then, and passes a check that it must not pass. No test on a device with small regions sees it.',
  reference:
    'Documentation/process/deprecated.rst, "open-coded arithmetic in allocator arguments"; include/linux/overflow.h',
  todo: 'Compute in 64 bits (u64, resource_size_t), and use check_add_overflow() where userspace gives both numbers.',
  compare: (subject) =>
    fresh(changedFiles(subject, /\((?:unsigned int|unsigned|int|_*[us]32|u?int32_t)\)/), narrowedRanges),
};
