// SPDX-License-Identifier: GPL-2.0-only
import { aboutMember, elementShape, membersOf } from '../lib/new-members.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'new-bool',
  severity: 'error',
  effect: 'defect',
  category: 'new',
  needs: ['uapi'],
  title: 'A new member is a bool.',
  why: `Userspace may store any byte there, and a bool that is neither 0 nor 1 is undefined behaviour in the kernel.`,
  reference: 'Documentation/driver-api/ioctl.rst, "Structure layout"',
  todo: 'Use a __u8 or a flag, and refuse what is neither 0 nor 1.',
  lint: (side) =>
    membersOf(side)
      .filter(({ member }) => elementShape(member.shape).kind === 'bool')
      .map((one) => aboutMember(one, `${one.symbol} is a bool`)),
};
