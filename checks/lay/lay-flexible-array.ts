// SPDX-License-Identifier: GPL-2.0-only
import { layoutFound } from '../lib/layout/changes.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'lay-flexible-array',
  severity: 'warning',
  effect: 'source-break',
  category: 'lay',
  needs: ['uapi'],
  title: 'A trailing array of a UAPI struct became flexible, or was, or is new.',
  why: 'sizeof of the struct no longer counts an element: source that allocates by it allocates less. [0] and [] differ in nothing a binary sees, but g++ refuses a struct that ends in [] before another member and as a base class, and sizeof of a [].',
  reference: 'Documentation/process/deprecated.rst, "Zero-length and one-element arrays"',
  todo: 'Use __DECLARE_FLEX_ARRAY in a union with the old array, so that the size stays.',
  compare: layoutFound('lay-flexible-array'),
};
