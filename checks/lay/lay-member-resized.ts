// SPDX-License-Identifier: GPL-2.0-only
import { layoutFound } from '../lib/layout/changes.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'lay-member-resized',
  severity: 'error',
  effect: 'binary-break',
  category: 'lay',
  needs: ['uapi'],
  title: 'A member of a UAPI struct takes more or fewer bytes or bits.',
  why: 'An old binary reads and writes as many bytes as it was compiled for, and the kernel another number.',
  reference: 'Documentation/driver-api/ioctl.rst, "Structure layout"',
  todo: 'Keep the member and add another with the new type at the end, or in a union no larger than it.',
  compare: layoutFound('lay-member-resized'),
};
