// SPDX-License-Identifier: GPL-2.0-only
import { agreedValue } from '../lib/constants.ts';
import { macroChanges } from '../lib/macros.ts';
import { placed, quotationOf } from '../lib/tell.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'mac-renamed',
  severity: 'error',
  effect: 'source-break',
  category: 'mac',
  needs: ['uapi'],
  title: 'A macro has another name: the old one is gone, and a similar one has its value.',
  why: `Binaries do not notice, but a program that uses the old name does not compile any more, or takes the other branch of an #ifdef.`,
  reference: 'Documentation/process/handling-regressions.rst, "Quotes from Linus about regression"',
  todo: 'Keep the old name as an alias: `#define OLD NEW`.',
  compare: (subject) =>
    (macroChanges(subject)?.removed ?? []).flatMap(({ pair, renamed }) => {
      if (!renamed || !pair.before) return [];
      const value = agreedValue(pair.before.on);
      const was = value === undefined ? '' : ` (${value})`;
      return [
        {
          ...placed(pair),
          file: renamed.path,
          line: renamed.line,
          after: quotationOf(renamed),
          message: `the macro ${pair.name}${was} is called ${renamed.name} now`,
          key: renamed.name,
          breaks: ['recompiled source'] as const,
        },
      ];
    }),
};
