// SPDX-License-Identifier: GPL-2.0-only
import { layoutFound } from '../lib/layout/changes.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'lay-packed',
  severity: 'error',
  effect: 'binary-break',
  category: 'lay',
  needs: ['uapi'],
  title: 'packed or aligned was added to a UAPI type or dropped.',
  why: 'Offsets, the size, or at least the alignment of whatever holds the type change.',
  reference: 'Documentation/driver-api/ioctl.rst, "Structure layout"',
  todo: 'Keep the attribute; a new type may do without.',
  compare: layoutFound('lay-packed'),
};
