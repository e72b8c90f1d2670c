// SPDX-License-Identifier: GPL-2.0-only
import type { ApiHeader, Comparison } from '../../src/uapi/model.ts';
import { familiesOf, isDistinct, type Numbered, type NumberFamily } from '../lib/families.ts';
import { constantsOf } from '../lib/names.ts';
import { quoted } from '../lib/tell.ts';
import { PROFILES } from '../profiles/profiles.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'num-taken',
  severity: 'warning',
  effect: 'defect',
  category: 'num',
  needs: ['uapi'],
  title: 'A new flag, id or format has the bit, the number or the code of another one of its family.',
  why: 'A program or the kernel that is handed the one takes it for the other. Which constants are a family the header shows: they stand together, are called alike, and each had a value of its own.',
  reference: 'Documentation/process/botching-up-ioctls.rst, "Basics"',
  todo: 'Take the next free value; where the two are meant to be one, define the new name as the old one.',
  compare: ({ uapi }) => (uapi ? headersWithNew(uapi).flatMap((name) => judge(uapi, name)) : []),
};

/** A subsystem with a profile has a rule that knows its families. */
function headersWithNew({ macros, enumerators }: Comparison): string[] {
  const fresh = [...macros, ...enumerators].filter(({ before, after }) => !before && after);
  const names = new Set(fresh.map(({ header }) => header));
  return [...names].filter((name) => !PROFILES.some(({ headers }) => headers.includes(name)));
}

function judge(uapi: Comparison, name: string): Found[] {
  const [before, after] = [uapi.before.header(name), uapi.after.header(name)];
  if (!after) return [];
  const known = before ? constantsOf(before) : new Set<string>();
  const told = new Set<string>();
  return familiesOf(after).flatMap((family) => {
    // What is new says nothing of what the family's way is; all of a new header does.
    const old = family.members.filter(({ constant }) => known.has(constant.name));
    const fresh = family.members.filter(({ constant }) => !known.has(constant.name));
    const way = old.length > 1 ? old : withoutLast(fresh);
    if (fresh.length === 0 || way.length < 2 || !isDistinct({ ...family, members: way })) return [];
    return fresh.flatMap((one): Found[] => {
      const first = family.members.find((other) => isEarlier(other, one, known) && clash(family, other, one));
      if (!first || told.has(one.constant.name)) return [];
      told.add(one.constant.name);
      return [found(after, family, one, first)];
    });
  });
}

/** Of a family that is all new, the members that have a value for themselves. */
function withoutLast(fresh: readonly Numbered[]): readonly Numbered[] {
  const seen = new Set<bigint>();
  const once = fresh.filter(({ value }) => !seen.has(value) && seen.add(value));
  // One slip among many: more would be a way of its own.
  return fresh.length - once.length === 1 && once.length > 2 ? once : [];
}

function isEarlier(other: Numbered, one: Numbered, known: ReadonlySet<string>): boolean {
  if (other === one) return false;
  return known.has(other.constant.name) || other.constant.line < one.constant.line;
}

function clash({ kind }: NumberFamily, one: Numbered, other: Numbered): boolean {
  return kind === 'bits' ? (one.value & other.value) !== 0n : one.value === other.value;
}

function found(header: ApiHeader, { words, kind }: NumberFamily, one: Numbered, first: Numbered): Found {
  const what = { bits: `the bit 0x${one.value.toString(16)}`, numbers: String(one.value), codes: 'the code' }[
    kind
  ];
  return {
    file: one.constant.path,
    line: one.constant.line,
    symbol: one.constant.name,
    message: `${one.constant.name} has ${what}, which ${first.constant.name} has among ${words} of ${header.name} (line ${first.constant.line})`,
    key: first.constant.name,
    before: quoted(first.constant),
    after: quoted(one.constant),
  };
}
