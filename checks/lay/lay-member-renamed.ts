// SPDX-License-Identifier: GPL-2.0-only
import { layoutFound } from '../lib/layout/changes.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'lay-member-renamed',
  severity: 'error',
  effect: 'source-break',
  category: 'lay',
  needs: ['uapi'],
  title: 'A member of a UAPI struct has another name at the same place.',
  why: 'Source that names it no longer compiles; programs that build against several kernels need a workaround for ever.',
  reference: 'Documentation/process/botching-up-ioctls.rst, "Basics"',
  todo: 'Keep the old name beside the new one in an unnamed union.',
  compare: layoutFound('lay-member-renamed'),
};
