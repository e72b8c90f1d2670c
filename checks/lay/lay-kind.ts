// SPDX-License-Identifier: GPL-2.0-only
import { layoutFound } from '../lib/layout/changes.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'lay-kind',
  severity: 'error',
  effect: 'binary-break',
  category: 'lay',
  needs: ['uapi'],
  title: 'A UAPI struct became a union, or the other way.',
  why: 'All members have other offsets, and source that names the type by its keyword does not compile.',
  reference: 'Documentation/driver-api/ioctl.rst, "Structure layout"',
  todo: 'Add a new type.',
  compare: layoutFound('lay-kind'),
};
