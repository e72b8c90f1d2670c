// SPDX-License-Identifier: GPL-2.0-only
import { aboutMember, elementShape, membersOf } from '../lib/new-members.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'new-enum-member',
  severity: 'warning',
  effect: 'defect',
  category: 'new',
  needs: ['uapi'],
  title: 'A new member is an enum.',
  why: `The size of an enum is the compiler's choice: -fshort-enums and a value beyond 31 bits change it, and with it the struct.`,
  reference: 'Documentation/driver-api/ioctl.rst, "Structure layout"',
  todo: 'Use a __u32 and say in a comment which enum it holds.',
  lint: (side) =>
    membersOf(side)
      .filter(({ member }) => elementShape(member.shape).kind === 'enum')
      .map((one) => aboutMember(one, `${one.symbol} is of the enum type \`${one.member.type}\``)),
};
