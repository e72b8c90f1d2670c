// SPDX-License-Identifier: GPL-2.0-only
import { someValue, spelled } from '../lib/constants.ts';
import { enumChanges } from '../lib/enums.ts';
import { listed, placed } from '../lib/tell.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'enm-added',
  severity: 'note',
  effect: 'additive',
  category: 'enm',
  needs: ['uapi'],
  title: 'An enum gains enumerators that move no other.',
  why: `Nothing that exists changes its value, so nobody breaks; who reads values from the kernel may meet one that it does not know.`,
  reference: 'Documentation/driver-api/ioctl.rst, "Interface versions"',
  todo: 'Nothing: this is how an enum may grow.',
  compare: (subject) =>
    (enumChanges(subject)?.added ?? []).flatMap(({ pairs, enum: { name }, isNew }) => {
      const [first] = pairs;
      if (!first) return [];
      const names = pairs.map((pair) => {
        const value = pair.after && someValue(pair.after.on);
        return value === undefined ? pair.name : `${pair.name} (${spelled(value, pair.after?.initialiser)})`;
      });
      const message = isNew ? `${name} is new, with ${listed(names)}` : `${name} gains ${listed(names)}`;
      const others = pairs.slice(1).map((pair) => pair.name);
      return [{ ...placed(first), message, ...(others.length > 0 && { inherited: others }) }];
    }),
};
