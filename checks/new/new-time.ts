// SPDX-License-Identifier: GPL-2.0-only
import { blankComments } from '../../src/c/comments.ts';
import type { ApiType } from '../../src/uapi/model.ts';
import { aboutMember, askedTypes, isTime, membersOf, someLayout } from '../lib/new-members.ts';
import { oneLine } from '../lib/tell.ts';
import type { Found, Rule } from '../rule.ts';

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
  lint: (side) => [
    ...membersOf(side)
      .filter(({ member }) => isTime(member.type))
      .map((one) => aboutMember(one, `${one.symbol} is a time of type \`${one.member.type}\``)),
    ...askedTypes(side).flatMap(({ type }) =>
      type.kind === 'enum' || someLayout(type) ? [] : unresolved(type),
    ),
  ],
};

/** Where the C library alone defines the type, no layout is known, and the text tells. */
function unresolved(type: ApiType): Found[] {
  return blankComments(type.text)
    .split('\n')
    .flatMap((text, at): Found[] => {
      const [, used = '', name = ''] = /^\s*(struct \w+|\w+)\s+\*?(\w+)[^(]*;/.exec(text) ?? [];
      if (!isTime(used)) return [];
      const line = type.line + at;
      const symbol = `${type.name}.${name}`;
      const after = { file: type.path, line, text: oneLine(text) };
      const message = `${symbol} is a time of type \`${used}\``;
      return [{ file: type.path, line, symbol, message, key: used, after }];
    });
}
