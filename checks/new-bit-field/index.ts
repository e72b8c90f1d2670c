// SPDX-License-Identifier: GPL-2.0-only
import { aboutMember, membersOf } from '../lib/new-members.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'new-bit-field',
  severity: 'error',
  effect: 'defect',
  category: 'new',
  needs: ['uapi'],
  title: 'A new member is a bit-field.',
  why: `Where its bits lie is up to the ABI and the byte order, so every architecture may have another layout and other languages cannot name it.`,
  reference: 'Documentation/driver-api/ioctl.rst, "Structure layout"',
  todo: 'Use a flags member and a macro a bit.',
  lint: (side) =>
    membersOf(side)
      .filter(({ member }) => member.bits !== undefined)
      .map((one) =>
        aboutMember(
          one,
          `${one.symbol} is a bit-field of ${one.member.bits} bits in a \`${one.member.type}\``,
        ),
      ),
};
