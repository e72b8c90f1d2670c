// SPDX-License-Identifier: GPL-2.0-only
import { aboutMember, element, isTime, layouts, membersOf, nested, type Placed } from '../lib/new-members.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'new-long',
  severity: 'error',
  effect: 'defect',
  category: 'new',
  needs: ['uapi'],
  title: 'A new member is a long, or another integer whose size depends on the architecture.',
  why: `A 32-bit program on a 64-bit kernel passes another struct, so the kernel needs a second handler that translates.`,
  reference: 'Documentation/driver-api/ioctl.rst, "Structure layout"',
  todo: 'Use __u32 or __u64.',
  lint: (side) =>
    membersOf(side).flatMap((one) => {
      const { kind } = element(one.member.shape);
      if (kind !== 'integer' || isTime(one.member.type)) return [];
      const sizes = sizesOf(one);
      if (sizes.length < 2) return [];
      return [
        aboutMember(
          one,
          `${one.symbol} is a \`${one.member.type}\`, ${sizes.sort((a, b) => a - b).join(' or ')} bytes by architecture`,
        ),
      ];
    }),
};

/** Sizes of what the member is made of, over all targets. */
function sizesOf({ type, symbol }: Placed): number[] {
  return [
    ...new Set(
      layouts(type).flatMap(([, { members }]) =>
        nested(members, type.name)
          .filter((other) => other.symbol === symbol)
          .map(({ member }) => element(member.shape).size),
      ),
    ),
  ];
}
