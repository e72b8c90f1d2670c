// SPDX-License-Identifier: GPL-2.0-only
import type { ApiHeader, ApiIoctl, Comparison } from '../../src/uapi/model.ts';
import { agreedValue } from '../lib/constants.ts';
import { enumsOf } from '../lib/enums.ts';
import { familiesOf } from '../lib/families.ts';
import { constantsOf } from '../lib/names.ts';
import { someRequest, spelledRequest } from '../lib/request.ts';
import { quotationOf } from '../lib/tell.ts';
import type { Found, NewerApi, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'review-number-later',
  severity: 'warning',
  category: 'review',
  needs: ['uapi', 'newer'],
  title: 'A new ioctl, index, id or flag has a number that is free on this tree and taken on a newer kernel.',
  why: 'Mainline gives out the numbers. A binary that is built against this header reaches another command there, without an error.',
  reference:
    'Documentation/userspace-api/ioctl/ioctl-number.rst; Documentation/process/botching-up-ioctls.rst, "Basics"',
  todo: 'Take a number that is free on the newest kernel, and the same one on all trees.',
  compare: ({ uapi, newer }) => (uapi && newer ? [...ioctls(uapi, newer), ...constants(uapi, newer)] : []),
};

function ioctls({ ioctls: pairs, before }: Comparison, { spec, api }: NewerApi): Found[] {
  return pairs.flatMap(({ before: old, after }): Found[] => {
    const request = after && !old ? someRequest(after) : undefined;
    const header = after && api.header(after.header);
    if (!after || !request || !header) return [];
    const same = (one: ApiIoctl) => {
      const other = someRequest(one);
      return other?.type === request.type && other.nr === request.nr;
    };
    // A kernel that has the ioctl by this very name has taken it.
    if (header.ioctls.some(({ name }) => name === after.name)) return [];
    const known = new Set(before.header(after.header)?.ioctls.map(({ name }) => name));
    const taken = header.ioctls.find((one) => same(one) && !known.has(one.name));
    if (!taken) return [];
    const message = `${after.name} is ${spelledRequest(request)}, which ${taken.name} is on ${spec} (line ${taken.line})`;
    return [place(after, message, taken.name)];
  });
}

function constants(
  { macros, enumerators, before, after: api }: Comparison,
  { spec, api: later }: NewerApi,
): Found[] {
  return [...macros, ...enumerators].flatMap(({ before: old, after }): Found[] => {
    if (!after || old || ('parameters' in after && after.parameters)) return [];
    const [was, is, header] = [
      before.header(after.header),
      api.header(after.header),
      later.header(after.header),
    ];
    const value = agreedValue(after.on);
    if (!is || !header || value === undefined) return [];
    if (constantsOf(header).has(after.name)) return [];
    const known = was ? constantsOf(was) : new Set<string>();
    const taken = kin(is, header, after.name, known).find(
      (one) => !known.has(one.name) && agreedValue(one.on) === value,
    );
    if (!taken) return [];
    const message = `${after.name} is ${value}, which ${taken.name} is on ${spec} (line ${taken.line})`;
    return [place(after, message, taken.name)];
  });
}

type Constant = ApiHeader['macros'][number] | ApiHeader['enumerators'][number];

/** The constants of a newer header that are numbered together with one: those of its family's members, or of its stem. */
function kin(is: ApiHeader, header: ApiHeader, name: string, known: ReadonlySet<string>): Constant[] {
  const own = enumsOf(is).find(({ enumerators }) => enumerators.some((one) => one.name === name));
  if (own) {
    const isKin = ({ name: other }: Constant) =>
      known.has(other) && own.enumerators.some((one) => one.name === other);
    const theirs = enumsOf(header).find(({ enumerators }) => enumerators.some(isKin));
    // What counts the others has moved on.
    if (!theirs || own.terminals.has(name)) return [];
    return theirs.enumerators.filter((one) => !theirs.terminals.has(one.name));
  }
  const family = familiesOf(is).find(({ members }) => members.some(({ constant }) => constant.name === name));
  const siblings = new Set(
    family?.members.map(({ constant }) => constant.name).filter((one) => known.has(one)),
  );
  if (siblings.size > 0) {
    const theirs = familiesOf(header).filter(({ members }) =>
      members.some(({ constant }) => siblings.has(constant.name)),
    );
    if (theirs.length > 0) return theirs.flatMap(({ members }) => members.map(({ constant }) => constant));
  }
  // Macros that stand far apart, a struct between each two: the longest stem that some old one has as well.
  const words = name.split('_');
  for (let length = words.length - 1; length >= 2; length--) {
    const stem = `${words.slice(0, length).join('_')}_`;
    if (![...known].some((one) => one.startsWith(stem))) continue;
    return header.macros.filter((one) => one.name.startsWith(stem) && !one.parameters && !one.inside);
  }
  return [];
}

function place(one: Constant | ApiIoctl, message: string, key: string): Found {
  return { file: one.path, line: one.line, symbol: one.name, message, key, after: quotationOf(one) };
}
