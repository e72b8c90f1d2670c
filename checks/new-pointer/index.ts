// SPDX-License-Identifier: GPL-2.0-only
import { aboutMember, element, membersOf } from '../lib/new-members.ts';
import type { Rule } from '../rule.ts';

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
      .filter(({ member }) => element(member.shape).kind === 'pointer')
      // What it points to may change: the pointer was there.
      .map((one) => ({
        ...aboutMember(one, `${one.symbol} is a pointer, \`${one.member.type}\``),
        key: 'pointer',
      })),
};
