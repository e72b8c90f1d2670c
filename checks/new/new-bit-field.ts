// SPDX-License-Identifier: GPL-2.0-only
import { askedTypes, nested, someLayout } from '../lib/new-members.ts';
import { listed } from '../lib/tell.ts';
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
    askedTypes(side).flatMap(({ type }) => {
      const members = type.kind === 'enum' ? [] : nested(someLayout(type)?.members ?? [], type.name);
      // One without a name is padding, which nobody sets.
      const fields = members.filter(({ member }) => member.bits !== undefined && member.name !== '');
      const [first] = fields;
      if (!first) return [];
      const names = fields.map(({ member: { name, bits } }) => `${name}:${bits}`);
      const { line } = first.member;
      const message = `${type.name} has ${fields.length > 1 ? 'bit-fields' : 'a bit-field'}: ${listed(names)}`;
      const after = { file: type.path, line, text: `${first.member.type} ${names[0]}` };
      return [{ file: type.path, line, symbol: type.name, message, after }];
    }),
};
