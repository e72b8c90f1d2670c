// SPDX-License-Identifier: GPL-2.0-only
import type { ApiType } from '../../src/uapi/model.ts';
import { aboutMember, distinctLayouts, elementShape, isTime, membersOf, nested } from '../lib/new-members.ts';
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
  lint: (side) => {
    const sizes = new Map<ApiType, ReadonlyMap<string, ReadonlySet<number>>>();
    return membersOf(side).flatMap((one) => {
      const { kind } = elementShape(one.member.shape);
      // Bit-fields without a name are none that anybody reads, and have no name by which to know them elsewhere.
      if (kind !== 'integer' || isTime(one.member.type) || one.member.name === '') return [];
      const known = sizes.get(one.type) ?? sizesOf(one.type);
      sizes.set(one.type, known);
      const own = [...(known.get(one.symbol) ?? [])].sort((a, b) => a - b);
      if (own.length < 2) return [];
      return [
        aboutMember(
          one,
          `${one.symbol} is a \`${one.member.type}\`, ${own.join(' or ')} bytes by architecture`,
        ),
      ];
    });
  },
};

/** Sizes of what each member is made of, over all targets. */
function sizesOf(type: ApiType): ReadonlyMap<string, ReadonlySet<number>> {
  const found = new Map<string, Set<number>>();
  const all = distinctLayouts(type);
  if (all.length < 2) return found;
  for (const { layout } of all)
    for (const { symbol, member } of nested(layout.members, type.name))
      found.set(symbol, (found.get(symbol) ?? new Set()).add(elementShape(member.shape).size));
  return found;
}
