// SPDX-License-Identifier: GPL-2.0-only
import { memo } from '../../src/memo.ts';
import { groupBy } from '../../src/uapi/group.ts';
import { headerText } from '../../src/uapi/header-text.ts';
import type { ApiHeader, Comparison } from '../../src/uapi/model.ts';
import { agreedValue, spelled } from '../lib/constants.ts';
import { familiesOf, isDistinct, type Numbered, type NumberFamily, valueBody } from '../lib/families.ts';
import { constantsOf } from '../lib/names.ts';
import { numberingsOf } from '../lib/numberings.ts';
import { type TakenCall, takenCalls } from '../lib/syscalls.ts';
import { quotationOf } from '../lib/tell.ts';
import { PROFILES } from '../profiles/profiles.ts';
import type { Found, Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'num-taken',
  severity: 'warning',
  effect: 'defect',
  category: 'num',
  needs: ['uapi'],
  title:
    'A new flag, id, format or system call has the bit, the number or the code of another one of its family.',
  why: 'A program, or the kernel, takes the one for the other. kpw finds a family in the header: its constants stand together, have similar names, and each had a value of its own; or they are many, and nearly no two had one value.',
  reference: 'Documentation/process/botching-up-ioctls.rst, "Basics"',
  todo: 'Take the next free value; where the two are meant to be one, define the new name as the old one.',
  compare: ({ uapi }) =>
    uapi
      ? [...headersWithNew(uapi).flatMap((name) => judge(uapi, name)), ...takenCalls(uapi).map(foundCall)]
      : [],
};

function foundCall({ header, fresh, other, value, targets }: TakenCall): Found {
  const which =
    other.name === '__NR_syscalls'
      ? `and __NR_syscalls still counts ${value} calls, so that the kernel's table ends before it`
      : `which ${other.name} has among the system calls of ${header.name} (line ${other.line})`;
  const own = [...fresh.on.values()].find((one) => typeof one === 'bigint');
  return {
    file: fresh.path,
    line: fresh.line,
    symbol: fresh.name,
    message: `${fresh.name} has ${own}, ${which}`,
    key: other.name,
    targets,
    before: quotationOf(other),
    after: quotationOf(fresh),
  };
}

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
  const small = familiesOf(after, (each) => !known.has(each)).flatMap((family) => {
    // What is new says nothing of what the family's way is; all of a new header does.
    const old = family.members.filter(({ constant }) => known.has(constant.name));
    const fresh = family.members.filter(({ constant }) => !known.has(constant.name));
    const way = old.length > 1 ? old : withoutLast(fresh);
    if (fresh.length === 0 || way.length < 2 || !isDistinct({ ...family, members: way })) return [];
    return fresh.flatMap((one): Found[] => {
      const first = family.members.find(
        (other) =>
          isEarlier(other, one, known) &&
          clash(family, other, one) &&
          isOfKin(after, family, way, other, one) &&
          !isLegacy(after, other, one),
      );
      if (!first || told.has(one.constant.name)) return [];
      told.add(one.constant.name);
      return [found(family, one, first)];
    });
  });
  const large = largeOf(uapi, after).filter(({ symbol = '' }) => !told.has(symbol) && told.add(symbol));
  return [...small, ...large];
}

/** New numbers that another one of a large family has, wherever it stands in it. */
function largeOf(uapi: Comparison, after: ApiHeader): Found[] {
  // System calls are numbered by target: takenCalls reads those.
  if (/(^|\/)unistd\w*\.h$/.test(after.name)) return [];
  const before = uapi.before.header(after.name);
  if (!before) return [];
  const headers = [after, ...relatedOf(uapi, after)];
  const known = headers.flatMap(({ name }) => uapi.before.header(name) ?? []).map(constantsOf);
  const isNew = (name: string) => !known.some((names) => names.has(name));
  return numberingsOf(headers, isNew).flatMap(({ words, fresh, old }): Found[] => {
    const first = old.find(
      (other) => other.value === fresh.value && !isLegacy(after, other, fresh) && isSame(other, fresh),
    );
    if (!first || isOnPurpose(fresh)) return [];
    return [found({ words, kind: 'numbers' }, fresh, first)];
  });
}

/** On all targets, as it is in the text. */
function isSame(...all: readonly Numbered[]): boolean {
  return all.every(({ constant, value }) => agreedValue(constant.on) === value);
}

/** Headers that share numbers with one: asm-generic/errno.h includes asm-generic/errno-base.h, asm/errno.h that one. */
function relatedOf(uapi: Comparison, { name, includes }: ApiHeader): ApiHeader[] {
  const isRelated = (other: string) => other !== name && wordOf(other) === wordOf(name);
  const around = [
    ...includes.filter(isRelated),
    ...(reachByWord(uapi).get(wordOf(name)) ?? []).filter(
      (other) => other !== name && headerText(uapi.after, other)?.text.includes(`<${name}>`),
    ),
  ];
  return [...new Set(around)].flatMap((other) => uapi.after.header(other) ?? []);
}

/** `errno` of asm-generic/errno-base.h. */
function wordOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/[-.].*/, '');
}

const reachByWord = memo(({ reach }: Comparison) => groupBy([...reach], wordOf));

/** `/* From the DFU specification *\/`, `/* Flags of the word *\/`: who wrote it says whose number it is, or of what. */
function isOnPurpose({ constant }: Numbered): boolean {
  const comment = 'comment' in constant ? constant.comment : undefined;
  return /\b(flags?|bits?|spec|specification|standard|same|alias|shares?|shared|reuses?|reused|overlaps?)\b/i.test(
    comment ?? '',
  );
}

/** Of a family that is all new, the members that have a value for themselves. */
function withoutLast(fresh: readonly Numbered[]): readonly Numbered[] {
  const seen = new Set<bigint>();
  const once = fresh.filter(({ value }) => !seen.has(value) && seen.add(value));
  // One slip among many: more would be a way of its own.
  return fresh.length - once.length === 1 && once.length > 2 ? once : [];
}

/** Whether two constants are numbered together: a new group that begins anew has numbers of its own. */
function isOfKin(
  header: ApiHeader,
  family: NumberFamily,
  old: readonly Numbered[],
  other: Numbered,
  one: Numbered,
): boolean {
  if (!('body' in one.constant) || family.base !== undefined) return true;
  // What is set is asked for as well: PR_SET_X and PR_GET_X are numbered together.
  const words = (numbered: Numbered) =>
    numbered.constant.name.split('_').map((word) => (word === 'SET' ? 'GET' : word));
  // Called as the others are, and like none more than like this one.
  const stem = old.map(words).reduce<string[] | undefined>(common, undefined) ?? [];
  if (common(stem, words(one)).length < Math.min(stem.length, words(one).length - 1)) return false;
  const near = common(words(other), words(one)).length;
  const rest = family.members.filter((each) => each !== one && each !== other);
  if (rest.some((each) => common(words(each), words(one)).length > near)) return false;
  // Behind a comment or a blank line only the next number is one that two took.
  const highest = old.every(({ value }) => value <= other.value);
  return highest || isBeside(header, one, other);
}

function common(one: readonly string[] | undefined, other: readonly string[]): string[] {
  if (!one) return [...other];
  const end = one.findIndex((word, at) => word !== other[at]);
  return one.slice(0, end < 0 ? one.length : end);
}

/** `OLD = 1, /* for old programs *\/` beside `NEW = 1`: one number by two names, and said so. */
function isLegacy({ text }: ApiHeader, one: Numbered, other: Numbered): boolean {
  if (one.value !== other.value || Math.abs(one.constant.line - other.constant.line) > 1) return false;
  const lines = text.split('\n');
  return [one, other].some(({ constant: { line } }) =>
    /\/[*/].*\b(legacy|compat\w*|alias|deprecated|obsolete|old)\b/i.test(lines[line - 1] ?? ''),
  );
}

/** Whether nothing but macros stands between two. */
function isBeside({ text }: ApiHeader, one: Numbered, other: Numbered): boolean {
  const [from, to] = [one.constant.line, other.constant.line].sort((a, b) => a - b) as [number, number];
  const lines = text.split('\n').slice(from - 1, to);
  return lines.every((line) => /^\s*#\s*define\b/.test(line));
}

function isEarlier(other: Numbered, one: Numbered, known: ReadonlySet<string>): boolean {
  if (other === one) return false;
  return known.has(other.constant.name) || other.constant.line < one.constant.line;
}

function clash({ kind }: NumberFamily, one: Numbered, other: Numbered): boolean {
  return kind === 'bits' ? (one.value & other.value) !== 0n : one.value === other.value;
}

function found({ words, kind }: Pick<NumberFamily, 'words' | 'kind'>, one: Numbered, first: Numbered): Found {
  const own = spelled(one.value, valueBody(one.constant));
  const what =
    kind === 'codes'
      ? 'the code that'
      : kind === 'bits'
        ? `the bit 0x${one.value.toString(16)}, which`
        : `${own}, which`;
  const { name, header, line } = first.constant;
  return {
    file: one.constant.path,
    line: one.constant.line,
    symbol: one.constant.name,
    message: `${one.constant.name} has ${what} ${name} has among ${words} of ${header} (line ${line})`,
    key: name,
    before: quotationOf(first.constant),
    after: quotationOf(one.constant),
  };
}
