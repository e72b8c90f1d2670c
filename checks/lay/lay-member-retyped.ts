// SPDX-License-Identifier: GPL-2.0-only
import { layoutFound } from '../lib/layout/changes.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'lay-member-retyped',
  severity: 'error',
  effect: 'binary-break',
  category: 'lay',
  needs: ['uapi'],
  title: 'A member of a UAPI struct has a type of another kind or byte order, and the same size.',
  why: 'The same bytes mean something else to an old binary; where only the name of the type differs, source may need a cast.',
  reference: 'Documentation/driver-api/ioctl.rst, "Structure layout"',
  todo: 'Keep the type; give a new meaning a new member.',
  compare: layoutFound('lay-member-retyped'),
};
