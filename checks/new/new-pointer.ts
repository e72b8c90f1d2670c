// SPDX-License-Identifier: GPL-2.0-only
import {
  aboutMember,
  elementShape,
  membersOf,
  nested,
  type PlacedMember,
  someLayout,
} from '../lib/new-members.ts';
import type { Rule, Side } from '../rule.ts';

export const rule: Rule = {
  id: 'new-pointer',
  severity: 'error',
  effect: 'defect',
  category: 'new',
  needs: ['uapi'],
  title: 'A new member is a pointer.',
  why: `A pointer has 4 bytes in a 32-bit program and 8 in the kernel that it calls, so the kernel needs a second handler that translates.`,
  reference: 'Documentation/driver-api/ioctl.rst, "Structure layout"',
  todo: 'Use a __u64 that holds the address, and u64_to_user_ptr() in the kernel.',
  lint: (side) =>
    membersOf(side)
      .filter(({ member }) => elementShape(member.shape).kind === 'pointer')
      .filter((one) => !isBesidePointer(side, one))
      // What it points to may change: the pointer was there.
      .map((one) => ({
        ...aboutMember(one, `${one.symbol} is a pointer, \`${one.member.type}\``),
        key: 'pointer',
      })),
};

/** Whether the old side has a pointer at that place, in a union with it: who translates the one translates the other. */
function isBesidePointer({ base }: Side, { header, type, member, symbol }: PlacedMember): boolean {
  const old = base?.type(type.name, header.name);
  const there = old && old.kind !== 'enum' ? someLayout(old) : undefined;
  if (!there) return false;
  const parent = (name: string) => name.slice(0, name.lastIndexOf('.'));
  return nested(there.members, type.name).some(
    (one) =>
      parent(one.symbol) === parent(symbol) &&
      one.member.offset === member.offset &&
      one.symbol !== symbol &&
      elementShape(one.member.shape).kind === 'pointer',
  );
}
