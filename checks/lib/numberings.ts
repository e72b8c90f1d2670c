// SPDX-License-Identifier: GPL-2.0-only
// Large families of numbers that need no sequence, no common stem and no one place: options of prctl(2), errnos, signals,
// magic numbers. What makes one is that nearly every value in it is taken once.
import { blankComments } from '../../src/c/comments.ts';
import type { ApiHeader, ApiMacro } from '../../src/uapi/model.ts';
import { agreedValue } from './constants.ts';
import { enumsOf } from './enums.ts';
import { isNumber, isOfFamily, type Numbered, valueBody } from './families.ts';

export interface Numbering {
  /** For messages: `PR_*`, `*_MAGIC`, `enum lamp_state`. */
  readonly words: string;
  /** A constant that the side before lacks. */
  readonly fresh: Numbered;
  /** Those that it has. */
  readonly old: readonly Numbered[];
}

type IsNew = (name: string) => boolean;

/** Fewer may differ by chance. */
const MANY = 8;
/** Parts of a whole whose values are no other's. */
const NEARLY = 0.9;
/** Parts of a whole whose values have another one beside them; codes of four digits and more need none. */
const DENSE = 0.4;
const CODE = /^\(?0[xX][0-9a-fA-F]{4,}[uUlL]*\)?$/;
/** Quantities, whatever the word that they end. */
const QUANTITY = /(LEN|SIZE|SZ|[^_]MIN|[^_]MAX)\d*$|(^|_)(LEN|SIZE|VER)_?\d+$|_(SIZE|FIRST|LAST)_/;
/** Magic numbers are a family across names that share nothing else. */
const MAGIC = /_MAGIC$/;

/**
 * The large families that new constants of a header belong to.
 *
 * @param headers the one that is judged, then those that are numbered with it
 */
export function numberingsOf(headers: readonly ApiHeader[], isNew: IsNew): Numbering[] {
  const [own] = headers;
  return own ? [...macroNumberings(own, headers, isNew), ...enumNumberings(own, isNew)] : [];
}

function enumNumberings(header: ApiHeader, isNew: IsNew): Numbering[] {
  if (!header.enumerators.some(({ name }) => isNew(name))) return [];
  return enumsOf(header).flatMap(({ name, enumerators, terminals }) => {
    const fresh = numbered(enumerators.filter((one) => isNew(one.name) && isCandidate(one)));
    if (fresh.length === 0 || enumerators.length < MANY) return [];
    const members = enumerators.filter((one) => !terminals.has(one.name) && isOfFamily(one));
    const old = numbered(members.filter((one) => !isNew(one.name)));
    return isNearlyDistinct(old) && !areBits(old)
      ? fresh.map((one) => ({ words: name, fresh: one, old }))
      : [];
  });
}

function macroNumberings(own: ApiHeader, headers: readonly ApiHeader[], isNew: IsNew): Numbering[] {
  const isPlain = (macro: ApiMacro) => !macro.parameters && !macro.inside && isCandidate(macro);
  const fresh = numbered(own.macros.filter((macro) => isNew(macro.name) && isPlain(macro)));
  if (fresh.length === 0) return [];
  const indents = new Map(
    headers.flatMap((header) =>
      header.macros.filter(isPlain).map((macro) => [macro, indentOf(header, macro)] as const),
    ),
  );
  const blocks = blocksOf(own);
  const blockOf = ({ constant: { header, line } }: Numbered) =>
    header === own.name ? blocks[line - 1] : undefined;
  return fresh.flatMap((one) => {
    const indent = indents.get(one.constant as ApiMacro);
    const all = numbered([...indents].flatMap(([macro, each]) => (each === indent ? [macro] : [])));
    const block = blockOf(one);
    const isNear = (other: Numbered) => [undefined, block].includes(blockOf(other));
    // Two families of one header may have one stem: protocols and socket options of netlink.
    const isOwn = (group: Pick<Numbering, 'old'>) => isFamily(group, own.name);
    const found =
      groupsOf(one, all, isNew).findLast(isOwn) ?? groupsOf(one, all.filter(isNear), isNew).findLast(isOwn);
    return found?.old.some(isNear) ? [{ ...found, fresh: one }] : [];
  });
}

function isFamily({ old }: Pick<Numbering, 'old'>, header: string): boolean {
  const own = old.filter(({ constant }) => constant.header === header);
  return own.length >= MANY && isNearlyDistinct(old) && !areBits(old) && areIds(old);
}

/** For each line the number of the block that it stands in: in one are only macros, comments and conditionals. */
function blocksOf({ text }: ApiHeader): number[] {
  let block = 0;
  let continued = false;
  return blankComments(text)
    .split('\n')
    .map((line) => {
      if (!continued && !/^\s*($|#)/.test(line)) block++;
      continued = line.endsWith('\\');
      return block;
    });
}

function isCandidate(one: Numbered['constant']): boolean {
  return isNumber(one) && (isOfFamily(one) || MAGIC.test(one.name)) && !QUANTITY.test(one.name);
}

function numbered(constants: readonly Numbered['constant'][]): Numbered[] {
  return constants.flatMap((constant) => {
    const value = agreedValue(constant.on);
    return value === undefined ? [] : [{ constant, value }];
  });
}

/** `# define` below `#define`: a value of the option above. */
function indentOf({ text }: ApiHeader, { line }: ApiMacro): string {
  return /^\s*#(\s*)define/.exec(text.split('\n', line).at(-1) ?? '')?.[1] ?? '';
}

/** What a new one may be numbered with, the narrowest first: by what names begin with, or by what they end with. */
function groupsOf(fresh: Numbered, all: readonly Numbered[], isNew: IsNew): Omit<Numbering, 'fresh'>[] {
  const { name } = fresh.constant;
  const words = name.split('_');
  const oldOf = (group: readonly Numbered[]) => group.filter(({ constant }) => !isNew(constant.name));
  const named = (test: (name: string) => boolean) => all.filter(({ constant }) => test(constant.name));
  // EPERM, SIGHUP: a letter is all that they share.
  if (words.length === 1) {
    const letter = name.slice(0, 1);
    return [
      { words: `${letter}*`, old: oldOf(named((one) => one.startsWith(letter) && !one.includes('_'))) },
    ];
  }
  if (MAGIC.test(name)) return [{ words: '*_MAGIC', old: oldOf(named((one) => MAGIC.test(one))) }];
  // A value of an option: PR_MCE_KILL_CLEAR below PR_MCE_KILL.
  if (named((one) => name.startsWith(`${one}_`)).length > 0) return [];
  const groups: Omit<Numbering, 'fresh'>[] = [];
  let narrow: readonly Numbered[] = [];
  for (let length = words.length - 1; length > 0; length--) {
    const stem = `${words.slice(0, length).join('_')}_`;
    const wide = named((one) => one.startsWith(stem) && !MAGIC.test(one));
    if (!isPartOf(narrow, wide, isNew)) break;
    groups.push({ words: `${stem}*`, old: oldOf(wide) });
    if (wide.length > 1) narrow = wide;
  }
  return groups;
}

/** Whether what has the longer stem is numbered with the rest, and neither begins anew nor stands apart from it. */
function isPartOf(narrow: readonly Numbered[], wide: readonly Numbered[], isNew: IsNew): boolean {
  const inside = new Set(narrow);
  const rest = wide.filter((one) => !inside.has(one));
  if (narrow.length === 0 || rest.length === 0) return true;
  const isFresh = ({ constant }: Numbered) => isNew(constant.name);
  const fresh = narrow.filter(isFresh);
  if (fresh.length > 1 && fresh.some(({ value }) => value <= 1n)) return false;
  const own = narrow.filter((one) => !isFresh(one));
  const others = rest.filter((one) => !isFresh(one));
  if (own.length === 0) return true;
  const taken = new Set(others.map(({ value }) => value));
  if (own.filter(({ value }) => taken.has(value)).length * 10 > own.length) return false;
  return own.length < MANY || runsOf(own, others) > 2;
}

/** How often one has the next value behind one of the others: numbers that two share alternate. */
function runsOf(own: readonly Numbered[], others: readonly Numbered[]): number {
  const inside = new Set(own);
  const sorted = [...own, ...others].sort((a, b) => (a.value < b.value ? -1 : 1));
  return sorted.filter((one, at) => inside.has(one) && !inside.has(sorted[at - 1] as Numbered)).length;
}

function isNearlyDistinct(members: readonly Numbered[]): boolean {
  const values = new Set(members.map(({ value }) => value));
  return members.length >= MANY && values.size >= members.length * NEARLY;
}

function areBits(members: readonly Numbered[]): boolean {
  return members.filter(({ value }) => (value & (value - 1n)) === 0n).length * 2 > members.length;
}

/** Numbers that were given one after the other, or codes: not sizes and limits, which differ by chance. */
function areIds(members: readonly Numbered[]): boolean {
  const values = new Set(members.map(({ value }) => value));
  const ids = members.filter(
    ({ constant, value }) =>
      values.has(value - 1n) || values.has(value + 1n) || CODE.test(valueBody(constant)),
  );
  return ids.length >= members.length * DENSE;
}
