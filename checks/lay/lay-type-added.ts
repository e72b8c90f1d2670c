// SPDX-License-Identifier: GPL-2.0-only
import { layoutFound } from '../lib/layout/changes.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'lay-type-added',
  severity: 'note',
  effect: 'additive',
  category: 'lay',
  needs: ['uapi'],
  title: 'The UAPI has a new type.',
  why: 'It cannot be changed any more once it is released.',
  reference: 'Documentation/driver-api/ioctl.rst, "Structure layout"',
  todo: 'Look at the findings of the family new about it.',
  compare: layoutFound('lay-type-added'),
};
