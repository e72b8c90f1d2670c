// SPDX-License-Identifier: GPL-2.0-only
import { declaredChanges } from '../lib/declared.ts';
import { placed } from '../lib/tell.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'dec-typedef-removed',
  severity: 'error',
  effect: 'source-break',
  category: 'dec',
  needs: ['uapi'],
  title: 'A typedef of the UAPI is gone.',
  why: 'Source that declares variables by it no longer compiles; binaries do not notice.',
  reference: 'Documentation/process/botching-up-ioctls.rst, "Basics"',
  todo: 'Keep the typedef; it costs nothing.',
  compare: (subject) =>
    (declaredChanges(subject)?.typedefs.removed ?? []).map((pair) => ({
      ...placed(pair),
      message: `the typedef ${pair.name} is gone`,
      breaks: ['recompiled source'],
    })),
};
