// SPDX-License-Identifier: GPL-2.0-only
import { blankComments } from '../../src/c/comments.ts';
import type { ApiHeader, ApiType } from '../../src/uapi/model.ts';
import { aboutMember, distinctLayouts, nested, someLayout } from '../lib/new-members.ts';
import type { Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'new-u64-alignment',
  severity: 'note',
  effect: 'defect',
  category: 'new',
  needs: ['uapi'],
  title: 'A new member is a __u64 in a header that aligns its 64-bit members with __aligned_u64.',
  why: `The struct is the same everywhere as it is, yet the next member may make it differ on i386; a header that aligns its 64-bit members is spared that.`,
  reference: 'include/uapi/linux/types.h, the comment above __aligned_u64',
  todo: 'Use __aligned_u64.',
  compare: ({ uapi }) =>
    (uapi?.types ?? []).flatMap(({ header: name, before, after }) => {
      const header = uapi?.after.header(name);
      if (!header || after?.kind !== 'struct' || !isAlikeEverywhere(after) || isAlignedWhole(after))
        return [];
      const old = new Set(before ? membersIn(before).map(({ symbol }) => symbol) : []);
      const lines = header.text.split('\n');
      const plain = membersIn(after).filter(
        ({ member, symbol }) =>
          !old.has(symbol) && PLAIN.test(member.type) && !ALIGNED.test(lines[member.line - 1] ?? ''),
      );
      if (plain.length === 0 || !aligns(header, after)) return [];
      return plain.map(({ member, symbol }) => {
        const kind = PLAIN.exec(member.type)?.[1];
        const message = `${symbol} is a __${kind}64, where others of ${name} are __aligned_${kind}64`;
        return aboutMember({ header, type: after, member, symbol }, message);
      });
    }),
};

const PLAIN = /^__([us])64\b/;
/** The macro is gone once the text is preprocessed, so the text itself is asked. */
const ALIGNED = /\b__aligned_[usbl]e?64\b/;

/** Half of the other 64-bit members is enough: a header that is older than __aligned_u64 keeps what it has. */
function aligns({ types }: ApiHeader, own: ApiType): boolean {
  const text = types
    .filter(({ kind, name }) => kind === 'struct' && name !== own.name)
    .map((type) => blankComments(type.text))
    .join('\n');
  const count = (pattern: RegExp) => [...text.matchAll(pattern)].length;
  return count(new RegExp(ALIGNED, 'g')) * 2 > count(/\b__[us]64\b/g);
}

function membersIn(type: ApiType) {
  return nested(someLayout(type)?.members ?? [], type.name);
}

/** `struct { … } __attribute__((aligned(8)))`: i386 lays out the whole as the others do. */
function isAlignedWhole(type: ApiType): boolean {
  return type.attributes.length > 0 && distinctLayouts(type).every(({ layout }) => layout.align >= 8);
}

/** Where i386 already differs another rule says so. */
function isAlikeEverywhere(type: ApiType): boolean {
  const told = distinctLayouts(type).map(
    ({ layout: { size, members } }) => `${size} ${members.map(({ offset }) => offset).join(' ')}`,
  );
  return new Set(told).size <= 1;
}
