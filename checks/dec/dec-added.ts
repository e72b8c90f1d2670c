// SPDX-License-Identifier: GPL-2.0-only
import { groupBy } from '../../src/uapi/group.ts';
import { declaredChanges } from '../lib/declared.ts';
import { calledName, listed, placed } from '../lib/tell.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'dec-added',
  severity: 'note',
  effect: 'additive',
  category: 'dec',
  needs: ['uapi'],
  title: 'A header gains typedefs, functions or variables.',
  why: 'Nothing that exists changes, so nobody breaks.',
  reference: 'Documentation/driver-api/ioctl.rst, "Interface versions"',
  todo: 'Nothing: this is how a header may grow.',
  compare(subject) {
    const changes = declaredChanges(subject);
    if (!changes) return [];
    const named = [
      ...changes.typedefs.added.map((pair) => ({ pair, header: pair.header, name: pair.name })),
      ...changes.functions.added.flatMap((pair) =>
        pair.after ? [{ pair, header: pair.header, name: calledName(pair.after) }] : [],
      ),
    ];
    return [...groupBy(named, ({ header }) => header)].flatMap(([header, all]): Found[] => {
      const [first, ...others] = all;
      if (!first) return [];
      const message = `${header} gains ${listed(all.map(({ name }) => name))}`;
      const inherited = others.map(({ pair }) => pair.name);
      return [{ ...placed(first.pair), message, ...(inherited.length > 0 && { inherited }) }];
    });
  },
};
