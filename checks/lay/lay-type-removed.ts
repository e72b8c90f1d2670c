// SPDX-License-Identifier: GPL-2.0-only
import { layoutFound } from '../lib/layout/changes.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'lay-type-removed',
  severity: 'error',
  effect: 'source-break',
  category: 'lay',
  needs: ['uapi'],
  title: 'A type of the UAPI is gone.',
  why: 'Source that uses it no longer compiles, and the interface that it belongs to went with it or changed.',
  reference: 'Documentation/process/botching-up-ioctls.rst, "Basics"',
  todo: 'Keep the type, or include the header that has it now.',
  compare: layoutFound('lay-type-removed'),
};
