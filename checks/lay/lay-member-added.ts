// SPDX-License-Identifier: GPL-2.0-only
import { layoutFound } from '../lib/layout/changes.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'lay-member-added',
  severity: 'note',
  effect: 'additive',
  category: 'lay',
  needs: ['uapi'],
  title: 'A UAPI struct gained a name for space that is in use, in an unnamed union.',
  why: 'Nothing moves; who reads the other arm needs something that tells which of them is meant.',
  reference: 'Documentation/driver-api/ioctl.rst, "Structure layout"',
  todo: 'Say in the comment what tells the arms apart.',
  compare: layoutFound('lay-member-added'),
};
