// SPDX-License-Identifier: GPL-2.0-only
import { isGenerated } from '../lib/additions.ts';
import { hasHeader } from '../lib/has.ts';
import { declaredNamesOf } from '../lib/tell.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'tre-header-added',
  severity: 'note',
  effect: 'additive',
  category: 'tre',
  needs: ['uapi'],
  title: 'A header is newly exported.',
  why: 'Programs may include it from now on, so it cannot go any more.',
  reference: 'Documentation/kbuild/headers_install.rst',
  todo: 'Look at the findings of the family new about what it declares.',
  compare({ uapi }) {
    return (uapi?.headers ?? []).flatMap((pair) => {
      const { name } = pair;
      if (!uapi || hasHeader(uapi.before, name) || isGenerated(uapi, name)) return [];
      const { after } = pair;
      if (!after) return [];
      const message = `${name} is new, with ${declaredNamesOf(after)}`;
      return [{ file: after.path, line: 1, symbol: name, message }];
    });
  },
};
