// SPDX-License-Identifier: GPL-2.0-only
import { isReserved } from '../lib/layout/leaf.ts';
import { aboutMember, askedTypes, someLayout } from '../lib/new-members.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'new-one-element-array',
  severity: 'warning',
  effect: 'defect',
  category: 'new',
  needs: ['uapi'],
  title: 'A new struct ends in an array of one or of no element that stands for any number.',
  why: `The compiler believes the count: it may warn about or optimise away what lies beyond; of one element, sizeof is that much too large.`,
  reference: 'Documentation/process/deprecated.rst, "Zero-length and one-element arrays"',
  todo: 'Use a flexible array member, `[]`; inside a union, __DECLARE_FLEX_ARRAY().',
  lint: (side) =>
    askedTypes(side).flatMap(({ header, type }) => {
      const members = type.kind === 'struct' ? someLayout(type)?.members : undefined;
      const member = members?.at(-1);
      if (!members || members.length < 2 || member?.shape.kind !== 'array') return [];
      const { count } = member.shape;
      // Space that is kept free stands for as many elements as it says.
      if ((count !== 0 && count !== 1) || (count === 1 && isReserved(member))) return [];
      // What ended in [] is no new struct: [0] is the same to every program.
      const old = side.base?.type(type.name, header.name);
      const was = old && someLayout(old)?.members.at(-1);
      if (count === 0 && was?.name === member.name && was.shape.kind === 'array') return [];
      const symbol = `${type.name}.${member.name}`;
      const message = `${symbol} is an array of ${count === 0 ? 'no' : 'one'} element at the end`;
      return [aboutMember({ header, type, member, symbol }, message)];
    }),
};
