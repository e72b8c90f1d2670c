// SPDX-License-Identifier: GPL-2.0-only
import { declaredChanges } from '../lib/declared.ts';
import { placed } from '../lib/tell.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'dec-function-removed',
  severity: 'error',
  effect: 'source-break',
  category: 'dec',
  needs: ['uapi'],
  title: 'A function or a variable that a header of the UAPI declares or defines is gone.',
  why: 'Source that uses it no longer compiles; an inline function is in the binaries that were built with it.',
  reference: 'Documentation/process/botching-up-ioctls.rst, "Basics"',
  todo: 'Keep the function, or leave a macro of its name that does the same.',
  compare: (subject) =>
    (declaredChanges(subject)?.functions.removed ?? []).map((pair) => ({
      ...placed(pair),
      message: pair.before?.variable
        ? `the variable ${pair.name} is gone`
        : `the function ${pair.name}() is gone`,
      breaks: ['recompiled source'],
    })),
};
