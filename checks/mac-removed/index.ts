// SPDX-License-Identifier: GPL-2.0-only
import { agreedValue } from '../lib/constants.ts';
import { macroChanges } from '../lib/macros.ts';
import { placed } from '../lib/tell.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'mac-removed',
  severity: 'error',
  effect: 'source-break',
  category: 'mac',
  needs: ['uapi'],
  title: 'A macro is gone, and nothing of its value took its place.',
  why: `A program that uses the name does not compile any more against the new header, or takes the other branch of an #ifdef without a word. What it stood for may still be asked for by binaries.`,
  reference: 'Documentation/process/handling-regressions.rst, "Quotes from Linus about regression"',
  todo: 'Keep the macro, with a comment that says since when it means nothing.',
  compare: (subject) =>
    (macroChanges(subject)?.removed ?? []).flatMap(({ pair, renamed }) => {
      if (renamed || !pair.before) return [];
      const { parameters, on } = pair.before;
      const value = agreedValue(on);
      const what = parameters
        ? `${pair.name}()`
        : value === undefined
          ? pair.name
          : `${pair.name} (${value})`;
      return [
        { ...placed(pair), message: `the macro ${what} is gone`, breaks: ['recompiled source'] as const },
      ];
    }),
};
