// SPDX-License-Identifier: GPL-2.0-only
import { layoutFound } from '../lib/layout/changes.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'lay-array-length',
  severity: 'error',
  effect: 'binary-break',
  category: 'lay',
  needs: ['uapi'],
  title: 'An array in a UAPI struct has another length.',
  why: 'An old binary has room for the old number of elements, and what follows may move.',
  reference: 'Documentation/driver-api/ioctl.rst, "Structure layout"',
  todo: 'Keep the length, and add what is new at the end.',
  compare: layoutFound('lay-array-length'),
};
