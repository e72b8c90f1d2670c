// SPDX-License-Identifier: GPL-2.0-only
import { targetsOf, toldChanges } from '../lib/constants.ts';
import { enumChanges } from '../lib/enums.ts';
import { madeOf } from '../lib/made.ts';
import { listed, placed } from '../lib/tell.ts';
import { isFixedIndex } from '../profiles/indexes.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'enm-inserted',
  severity: 'error',
  effect: 'binary-break',
  category: 'enm',
  needs: ['uapi'],
  title: 'An enumerator stands before others that have no value of their own, so they shift.',
  why: `An enumerator without an initialiser is one more than the one before it: every binary that knows one of those that follow now means its neighbour.`,
  reference: 'Documentation/driver-api/ioctl.rst, "Interface versions"',
  todo: 'Add the enumerator behind all others, before the one that counts them.',
  compare: (subject) =>
    (enumChanges(subject)?.inserted ?? []).flatMap(({ added, shift }) => {
      const [first] = added;
      if (!first || isFixedIndex(shift.pair)) return [];
      const names = listed(added.map(({ name }) => name));
      const constants = shift.followers.map(({ name }) => name);
      const others = [...constants, ...madeOf(subject, [shift.pair.name, ...constants])];
      const more = others.length > 0 ? `, and so do ${listed(others)}` : '';
      const targets = targetsOf(shift.difference.changes);
      return [
        {
          ...placed(first),
          message: `${names} in ${shift.enum.name} ${added.length > 1 ? 'shift' : 'shifts'} what follows: ${shift.pair.name} ${toldChanges(shift.difference.changes)}${more}`,
          breaks: ['old binary on new kernel', 'new binary on old kernel'] as const,
          inherited: [shift.pair.name, ...others],
          ...(targets && { targets }),
        },
      ];
    }),
};
