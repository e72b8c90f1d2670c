// SPDX-License-Identifier: GPL-2.0-only
import type { ApiMacro, Pair } from '../../src/uapi/model.ts';
import { someValue, spelled } from '../lib/constants.ts';
import { macroChanges } from '../lib/macros.ts';
import { listed, placed } from '../lib/tell.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'mac-added',
  severity: 'note',
  effect: 'additive',
  category: 'mac',
  needs: ['uapi'],
  title: 'A header gains macros.',
  why: `Nothing that exists changes, so nobody breaks; it is what a program may ask for with #ifdef.`,
  reference: 'Documentation/driver-api/ioctl.rst, "Interface versions"',
  todo: 'Nothing: this is how a header may grow.',
  compare(subject) {
    const headers = new Map<string, Pair<ApiMacro>[]>();
    for (const pair of macroChanges(subject)?.added ?? [])
      headers.set(pair.header, [...(headers.get(pair.header) ?? []), pair]);
    return [...headers].flatMap(([header, pairs]) => {
      const [first] = pairs.sort((a, b) => (a.after?.line ?? 0) - (b.after?.line ?? 0));
      if (!first) return [];
      const others = pairs.slice(1).map(({ name }) => name);
      const message = `${header} gains ${listed(pairs.map(told))}`;
      return [{ ...placed(first), message, ...(others.length > 0 && { inherited: others }) }];
    });
  },
};

function told({ name, after }: Pair<ApiMacro>): string {
  if (after?.parameters) return `${name}()`;
  const value = after && someValue(after.on);
  return value === undefined ? name : `${name} (${spelled(value, after?.body)})`;
}
