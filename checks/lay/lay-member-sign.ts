// SPDX-License-Identifier: GPL-2.0-only
import { layoutFound } from '../lib/layout/changes.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'lay-member-sign',
  severity: 'warning',
  effect: 'source-break',
  category: 'lay',
  needs: ['uapi'],
  title: 'A member of a UAPI struct changed its sign.',
  why: 'Comparisons, shifts and formats of recompiled source mean something else, and a value with the highest bit set is another number.',
  reference: 'Documentation/driver-api/ioctl.rst, "Structure layout"',
  todo: 'Keep the type, or show that no value ever has the highest bit set.',
  compare: layoutFound('lay-member-sign'),
};
