// SPDX-License-Identifier: GPL-2.0-only

import type { ApiType, Comparison, Pair } from '../../src/uapi/model.ts';
import { accessesOf } from '../lib/driver/access.ts';
import { macroChanges } from '../lib/macros.ts';
import { someLayout } from '../lib/new-members.ts';
import { keepsSpace } from '../lib/reserve-names.ts';
import { listed, placed, quotationOf } from '../lib/tell.ts';
import type { Found, Rule, Subject } from '../rule.ts';

export const rule: Rule = {
  id: 'new-undiscoverable',
  severity: 'warning',
  effect: 'defect',
  category: 'new',
  needs: ['uapi', 'whole'],
  title: 'Userspace cannot tell whether a kernel knows a new member or a new input flag.',
  why: `An old kernel ignores what it does not know, and the program believes that the kernel obeyed. A new ioctl fails with ENOTTY there, an unknown flag with EINVAL if the kernel refused those; a new member needs a flag, a capability or a feature.`,
  reference: 'Documentation/process/botching-up-ioctls.rst, "Basics"',
  todo: 'Add a flag that gates the member, or a capability or feature that announces it.',
  compare: (subject) => (subject.uapi ? [...members(subject.uapi), ...flags(subject, subject.uapi)] : []),
};

/** Members behind the old end of a struct with argsz, without anything that tells of them. */
function members(uapi: Comparison): Found[] {
  return uapi.types.flatMap((pair): Found[] => {
    const { before, after, name, header } = pair;
    if (!before || !after || before.kind !== 'struct' || !takesSize(before)) return [];
    const [was, is] = [someLayout(before), someLayout(after)];
    if (!was || !is) return [];
    // What stands in reserved space, or is another name for space in use, is the affair of lay-*.
    const old = new Set(was.members.map((member) => member.name));
    // __DECLARE_FLEX_ARRAY() puts an empty struct before an array that may have been there before.
    const added = is.members.filter(
      ({ name, offset }) =>
        !keepsSpace(name) && !/^__empty_/.test(name) && !old.has(name) && offset >= was.size,
    );
    if (added.length === 0 || isAnnounced(uapi, header, name)) return [];
    const names = added.map((member) => member.name);
    const message = `${name} gains ${listed(names)}, and no flag, capability or feature tells whether a kernel knows ${added.length > 1 ? 'them' : 'it'}`;
    return [{ ...placed(pair), message, line: added[0]?.line ?? after.line, key: names.join() }];
  });
}

/**
 * The request is the same whatever the struct's size, and an old kernel ignores what it does not know. One that begins
 * with `size` goes through copy_struct_from_user(), which refuses with E2BIG.
 */
function takesSize(type: ApiType): boolean {
  return someLayout(type)?.members[0]?.name === 'argsz';
}

function isAnnounced({ macros, enumerators, ioctls }: Comparison, header: string, type: string): boolean {
  if (macros.some(({ before, after }) => !before && after?.inside?.type === type)) return true;
  const isNew = (pair: Pair<unknown>) => pair.header === header && !pair.before && pair.after !== undefined;
  const announces = /CAP|FEATURE|FLAG|EXT|_IOMMU$|VERSION|SUPPORT|QUERY|PROBE/;
  return [...macros, ...enumerators, ...ioctls].some((pair) => isNew(pair) && announces.test(pair.name));
}

const OUTPUT = /\bout(put)?\b|\breturn(s|ed)?\b|\bset by (the )?kernel\b|\breports?\b/i;

/** Flags that userspace sets in a struct whose handler, on the base, refused no unknown ones. */
function flags(subject: Subject, uapi: Comparison): Found[] {
  if (subject.lacks.drivers !== undefined) return [];
  return (macroChanges(subject)?.added ?? []).flatMap((pair): Found[] => {
    const { after } = pair;
    const inside = after?.inside;
    const member = inside?.member;
    if (!after || !inside || !member || !/flags$/.test(member) || !/<</.test(after.body)) return [];
    if (!uapi.before.type(inside.type, pair.header) || OUTPUT.test(after.comment ?? '')) return [];
    const tag = inside.type.replace(/^struct /, '');
    const takers = accessesOf(subject.before, tag).filter(({ copies }) => copies.length > 0);
    const checks = (terms: readonly string[]) =>
      terms.some(
        (term) =>
          new RegExp(String.raw`\b${member}\b`).test(term) &&
          /&\s*~|~|==|!=|!\w|^\w+(\.|->)\w+$|>/.test(term),
      );
    const deaf = takers.filter(({ refusals, uses, answers }) => {
      // An info ioctl hands flags out: what it copies back was never asked for.
      if (answers.length > 0 && uses.some((use) => use.member === member && use.writes)) return false;
      return !refusals.some(({ terms }) => checks(terms));
    });
    const [first] = deaf;
    if (!first || deaf.length < takers.length) return [];
    const message = `a kernel without ${pair.name} ignores it: ${first.function}() refuses no unknown ${member} of ${inside.type}`;
    return [{ ...placed(pair), message, key: 'flag', after: quotationOf(after) }];
  });
}
