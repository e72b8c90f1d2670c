// SPDX-License-Identifier: GPL-2.0-only
import { aboutMember, isTime, membersOf } from '../lib/new-members.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'new-time',
  severity: 'error',
  effect: 'defect',
  category: 'new',
  needs: ['uapi'],
  title: 'A new member is a time with 32 bits somewhere.',
  why: `Such seconds overflow in 2038, and their size depends on the architecture and on how the C library was built.`,
  reference: 'Documentation/driver-api/ioctl.rst, "Timestamps"',
  todo: 'Use a __u64 of nanoseconds, or struct __kernel_timespec.',
  lint: (side) =>
    membersOf(side)
      .filter(({ member }) => isTime(member.type))
      .map((one) => aboutMember(one, `${one.symbol} is a time of type \`${one.member.type}\``)),
};
