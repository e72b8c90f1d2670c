// SPDX-License-Identifier: GPL-2.0-only
import { holes } from '../../src/uapi/holes.ts';
import type { ApiType, TypeLayout } from '../../src/uapi/model.ts';
import { askedTypes, distinctLayouts, layouts } from '../lib/new-members.ts';
import { listed, quotationOf } from '../lib/tell.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'new-hole',
  severity: 'warning',
  effect: 'defect',
  category: 'new',
  needs: ['uapi'],
  title: 'A new struct has a hole between two members, or padding at its end.',
  why: `Nobody can require padding to be zero, so it can never become a member; a kernel that copies the struct out leaks what was on its stack; and where it lies differs between architectures.`,
  reference: 'Documentation/driver-api/ioctl.rst, "Structure layout"',
  todo: 'Reorder the members, or name the padding `__reserved` and refuse what is not zero.',
  lint: (side) => askedTypes(side).flatMap(({ type }) => (type.kind === 'struct' ? judge(type) : [])),
};

/** One finding a hole, with the targets that have it; more than one hole of the same place and size is none. */
function judge(type: ApiType): Found[] {
  const known = layouts(type);
  const found = new Map<string, { bits: number; before: string; targets: Set<string> }>();
  for (const { layout, targets } of distinctLayouts(type))
    for (const { at, bits, tail } of holes(layout)) {
      const before = tail ? '' : nextMember(layout, at + bits);
      const key = `${before} ${bits}`;
      const one = found.get(key) ?? { bits, before, targets: new Set() };
      found.set(key, one);
      for (const target of targets) one.targets.add(target);
    }
  return [...found.values()].map(({ bits, before, targets }) => {
    const size = bits % 8 === 0 ? `${bits / 8} ${bits === 8 ? 'byte' : 'bytes'}` : `${bits} bits`;
    const everywhere = targets.size === known.length;
    const where = everywhere ? '' : ` on ${listed([...targets], 7)}`;
    const message = before
      ? `${type.name} has a hole of ${size} before ${before}${where}`
      : `${type.name} has ${size} of padding at its end${where}`;
    return {
      file: type.path,
      line: type.line,
      symbol: before ? `${type.name}.${before}` : type.name,
      message,
      key: before ? 'hole' : 'tail',
      after: quotationOf(type),
      ...(!everywhere && {
        targets: known.map(([target]) => target).filter((target) => targets.has(target)),
      }),
    };
  });
}

function nextMember({ members }: TypeLayout, bit: number): string {
  const next = members.find(({ offset, bitOffset = 0 }) => offset * 8 + bitOffset >= bit);
  return next?.name || 'an unnamed member';
}
