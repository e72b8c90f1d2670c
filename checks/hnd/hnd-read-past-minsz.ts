// SPDX-License-Identifier: GPL-2.0-only
import { sizeVariables } from '../lib/driver/argsz.ts';
import { reach } from '../lib/driver/coverage.ts';
import { asksArgsz } from '../lib/driver/extent.ts';
import { found, type Handled, handledOf } from '../lib/driver/handled.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'hnd-read-past-minsz',
  severity: 'error',
  effect: 'defect',
  category: 'hnd',
  needs: ['uapi', 'drivers'],
  apart: true,
  title: 'A handler uses a member that lies behind what it copied.',
  why: 'The member was never copied from userspace: the handler acts on what is on the stack.',
  reference: 'include/uapi/linux/vfio.h, the comment above VFIO_TYPE',
  todo: 'Let minsz end with the last member that is used, or copy the member where a flag or argsz says that it is there.',
  lint: (side, among) => handledOf(side, among).flatMap(judge),
};

function judge(handled: Handled): Found[] {
  const { access, layout } = handled;
  const { local, copies, zeroed } = access;
  if (copies.length === 0 || zeroed || copies.some(({ call }) => /struct_from|memdup/.test(call.name)))
    return [];
  const most = reach(handled, copies)?.most;
  if (most === undefined) return [];
  const past = new Map(
    layout.members
      .filter(({ name, offset, size }) => name !== '' && size > 0 && offset >= most)
      .map((member) => [member.name, member]),
  );
  if (past.size === 0) return [];
  const variables = sizeVariables(access);
  const seen = new Set<string>();
  const { uses } = access;
  return uses.flatMap((use): Found[] => {
    if (use.writes || !past.has(use.member) || seen.has(use.member)) return [];
    if (
      uses.some((one) => one.writes && one.member === use.member && one.node.startIndex < use.node.startIndex)
    )
      return [];
    if (use.guards.some(({ text, holds }) => holds && asksArgsz(text, variables))) return [];
    // A union or a nested struct may be reached by another name.
    if ((past.get(use.member)?.within.length ?? 0) > 0) return [];
    seen.add(use.member);
    const message = `${access.function}() uses ${local.name}.${use.member} of struct ${local.tag}, which lies behind the ${most} bytes that it copied`;
    return [found(handled, use.node, message, use.member)];
  });
}
