// SPDX-License-Identifier: GPL-2.0-only
import type { ApiHeader, ApiType, Member } from '../../src/uapi/model.ts';
import { aboutMember, headersOf, layouts, nested, someLayout } from '../lib/new-members.ts';
import type { Found, Rule } from '../rule.ts';

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
  lint: (side) => headersOf(side).flatMap(judge),
};

const PLAIN = /^__([us])64\b/;

function judge(header: ApiHeader): Found[] {
  const types = header.types.filter(({ kind }) => kind === 'struct');
  const lines = header.text.split('\n');
  // The macro is gone once the text is preprocessed, so the line itself is asked.
  const isAligned = ({ line }: Member) => /\b__aligned_[usbl]e?64\b/.test(lines[line - 1] ?? '');
  const isPlain = (member: Member) => PLAIN.test(member.type) && !isAligned(member);
  const members = types.map((type) => ({ type, members: membersOf(type) }));
  const count = (own: ApiType, test: (member: Member) => boolean) =>
    members
      .filter(({ type }) => type !== own)
      .flatMap((one) => one.members)
      .filter(({ member }) => test(member)).length;
  // Half is enough: a header that is older than __aligned_u64 keeps what it has.
  const aligns = (own: ApiType) => count(own, isAligned) * 2 > count(own, isPlain);
  return members
    .filter(({ type }) => isAlikeEverywhere(type) && aligns(type))
    .flatMap(({ type, members: own }) =>
      own
        .filter(({ member }) => isPlain(member))
        .map(({ member, symbol }) => {
          const kind = PLAIN.exec(member.type)?.[1];
          const message = `${symbol} is a __${kind}64, where others of ${header.name} are __aligned_${kind}64`;
          return aboutMember({ header, type, member, symbol }, message);
        }),
    );
}

function membersOf(type: ApiType) {
  return nested(someLayout(type)?.members ?? [], type.name);
}

/** Where i386 already differs another rule says so. */
function isAlikeEverywhere(type: ApiType): boolean {
  const told = layouts(type).map(
    ([, { size, members }]) => `${size} ${members.map(({ offset }) => offset).join(' ')}`,
  );
  return new Set(told).size <= 1;
}
