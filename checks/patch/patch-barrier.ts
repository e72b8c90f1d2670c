// SPDX-License-Identifier: GPL-2.0-only
import { patchLetters } from '../lib/mail.ts';
import type { DiffLine } from '../lib/mail-diff.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'patch-barrier',
  severity: 'warning',
  category: 'patch',
  needs: ['mails'],
  checkpatch: ['MEMORY_BARRIER'],
  title: 'A new memory barrier has no comment.',
  why: 'A barrier pairs with another one, in other code. Whoever does not know which one can change neither.',
  reference:
    'Documentation/process/submit-checklist.rst, "Review your code"; Documentation/memory-barriers.txt',
  todo: 'Say above it what it orders, and which barrier it pairs with.',
  compare: ({ mails }) =>
    patchLetters(mails).flatMap(({ files }) =>
      files
        .filter(({ path }) => /^(?!tools\/|.*\/barrier\.h$).*\.[ch]$/.test(path))
        .flatMap(({ path, hunks }) =>
          hunks.flatMap((hunk) =>
            hunk.flatMap((line, at) => {
              const name =
                line.sign === '+' && !isCommented(hunk, at) ? BARRIER.exec(line.text)?.[1] : undefined;
              return name === undefined
                ? []
                : [{ file: path, line: line.at, symbol: name, message: `${name}() has no comment` }];
            }),
          ),
        ),
    ),
};

/** Those that order nothing but by standing there: an acquire or a release is part of an access that names its partner. */
const BARRIER = /^[^"'/]*(?<![\w.>])((?:smp_|virt_|dma_)?[rw]?mb|barrier)\(\)/;

/** On the line, or above the statements that it belongs to. */
function isCommented(hunk: readonly DiffLine[], at: number): boolean {
  if (/\/[*/]/.test(hunk[at]?.text ?? '') || /#\s*define/.test(hunk[at]?.text ?? '')) return true;
  const above = hunk.slice(Math.max(0, at - 3), at).filter(({ sign }) => sign !== '-');
  // What stands above the hunk is not shown.
  return at === 0 || above.some(({ text }) => /\*\/|\/\//.test(text));
}
