// SPDX-License-Identifier: GPL-2.0-only
import { layoutFound } from '../lib/layout/changes.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'lay-member-removed',
  severity: 'error',
  effect: 'binary-break',
  category: 'lay',
  needs: ['uapi'],
  title: 'A member of a UAPI struct is gone.',
  why: 'Source that names it no longer compiles, and an old binary still writes it, to what is reserved or something else now.',
  reference: 'Documentation/process/botching-up-ioctls.rst, "Basics"',
  todo: 'Keep the member, documented as ignored, or leave its name in an unnamed union.',
  compare: layoutFound('lay-member-removed'),
};
