// SPDX-License-Identifier: GPL-2.0-only
// Large families of numbers that need no sequence, no common stem and no one place: options of prctl(2), errnos, signals,
// magic numbers. What makes one is that nearly every value in it is taken once.
import { lazily } from '../../src/memo.ts';
import { groupBy } from '../../src/uapi/group.ts';
import type { ApiEnumerator, ApiHeader, ApiMacro } from '../../src/uapi/model.ts';
import { enumsOf } from './enums.ts';
import { codeLines, isNumber, isOfFamily, type Numbered, valueBody } from './families.ts';

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
 * The large families, as the text shows them, that new constants of a header belong to.
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
    if (enumerators.length < MANY || !enumerators.some((one) => isNew(one.name) && isCandidate(one)))
      return [];
    const members = counted(enumerators).filter(
      ({ constant }) => !terminals.has(constant.name) && isOfFamily(constant),
    );
    const fresh = members.filter(({ constant }) => isNew(constant.name) && isCandidate(constant));
    const old = members.filter(({ constant }) => !isNew(constant.name));
    return isNearlyDistinct(old) && !areBits(old)
      ? fresh.map((one) => ({ words: name, fresh: one, old }))
      : [];
  });
}

function macroNumberings(own: ApiHeader, headers: readonly ApiHeader[], isNew: IsNew): Numbering[] {
  const isPlain = (macro: ApiMacro) => !macro.parameters && !macro.inside && isCandidate(macro);
  if (!hasTwice(own, headers, isNew)) return [];
  const members = numbered(headers.flatMap((header) => header.macros.filter(isPlain)));
  const taken = new Set(members.flatMap(({ constant, value }) => (isNew(constant.name) ? [] : [value])));
  const fresh = members.filter(
    ({ constant, value }) => constant.header === own.name && isNew(constant.name) && taken.has(value),
  );
  // Of most headers no number stands twice, whatever its family.
  if (fresh.length === 0) return [];
  const lines = new Map(headers.map(({ name, text }) => [name, text.split('\n')]));
  const indents = new Map(
    members.map(({ constant: { header, line }, constant }) => [
      constant,
      /^\s*#(\s*)define/.exec(lines.get(header)?.[line - 1] ?? '')?.[1] ?? '',
    ]),
  );
  const blocks = lazily(() => blocksOf(own));
  const blockOf = ({ constant: { header, line } }: Numbered) =>
    header === own.name ? blocks()[line - 1] : undefined;
  const isOwn = (group: Pick<Numbering, 'old'>) => isFamily(group, own.name);
  // `# define` below `#define` is a value of the option above.
  const levels = groupBy(members, ({ constant }) => indents.get(constant) ?? '');
  const whole = new Map([...levels].map(([indent, all]) => [indent, new Stems(all)]));
  const parts = new Map<string, Stems>();
  const kin = new Map<string, Set<bigint>>();
  for (const { constant, value } of members) {
    if (isNew(constant.name)) continue;
    const key = `${indents.get(constant)} ${kinOf(constant.name)}`;
    kin.set(key, (kin.get(key) ?? new Set()).add(value));
  }
  return fresh.flatMap((one) => {
    const indent = indents.get(one.constant) ?? '';
    const level = levels.get(indent) ?? [];
    const akin = kin.get(`${indent} ${kinOf(one.constant.name)}`);
    if (!akin || akin.size < MANY || !akin.has(one.value)) return [];
    const block = blockOf(one);
    const isNear = (other: Numbered) => [undefined, block].includes(blockOf(other));
    const near = () => {
      const key = `${indent} ${block}`;
      const known = parts.get(key) ?? new Stems(level.filter(isNear));
      parts.set(key, known);
      return known;
    };
    // Two families of one header may have one stem: protocols and socket options of netlink.
    const found =
      groupsOf(one, whole.get(indent) ?? near(), isNew).findLast(isOwn) ??
      groupsOf(one, near(), isNew).findLast(isOwn);
    return found?.old.some(isNear) ? [{ ...found, fresh: one }] : [];
  });
}

/** Constants by what their names begin with, each stem looked for once. */
class Stems {
  private readonly found = new Map<string, readonly Numbered[]>();

  constructor(readonly all: readonly Numbered[]) {}

  named(stem: string): readonly Numbered[] {
    const known =
      this.found.get(stem) ??
      this.all.filter(({ constant: { name } }) => name.startsWith(stem) && !MAGIC.test(name));
    this.found.set(stem, known);
    return known;
  }
}

/** What names of one family have in common at least: MAGIC, a word, or in names of one word a letter. */
function kinOf(name: string): string {
  if (MAGIC.test(name)) return '*_MAGIC';
  const end = name.indexOf('_');
  return end < 0 ? name.slice(0, 1) : name.slice(0, end + 1);
}

/** Whether a new number of a header stands twice, before anything is asked that takes longer. */
function hasTwice(own: ApiHeader, headers: readonly ApiHeader[], isNew: IsNew): boolean {
  const fresh = own.macros.filter((macro) => isNew(macro.name)).map(({ body }) => roughly(body));
  const wanted = new Set<number | undefined>(fresh);
  wanted.delete(undefined);
  if (wanted.size === 0) return false;
  return headers.some(({ macros }) =>
    macros.some(({ name, body }) => wanted.has(roughly(body)) && !isNew(name)),
  );
}

/** A number as it is; undefined where it is none for sure. Octal ones meet only each other. */
function roughly(body: string): number | undefined {
  const first = body.charCodeAt(body.startsWith('(') ? 1 : 0);
  return first >= 48 && first <= 57 ? Number(body.replace(/[()uUlL]/g, '')) : undefined;
}

function isFamily({ old }: Pick<Numbering, 'old'>, header: string): boolean {
  const own = old.filter(({ constant }) => constant.header === header);
  return own.length >= MANY && isNearlyDistinct(old) && !areBits(old) && areIds(old);
}

/** For each line the number of the block that it stands in: in one are only macros, comments and conditionals. */
function blocksOf(header: ApiHeader): number[] {
  let block = 0;
  let continued = false;
  return codeLines(header).map((line) => {
    if (!continued && !/^\s*($|#)/.test(line)) block++;
    continued = line.endsWith('\\');
    return block;
  });
}

function isCandidate(one: Numbered['constant']): boolean {
  return isNumber(one) && (isOfFamily(one) || MAGIC.test(one.name)) && !QUANTITY.test(one.name);
}

/** By their texts: to evaluate a header for each of its targets takes long, and most have nothing twice. */
function numbered(constants: readonly Numbered['constant'][]): Numbered[] {
  return constants.map((constant) => ({ constant, value: literal(valueBody(constant)) }));
}

/** Those that have a number, or follow one that has. */
function counted(enumerators: readonly ApiEnumerator[]): Numbered[] {
  let next: bigint | undefined = 0n;
  return enumerators.flatMap((constant) => {
    const own: bigint | undefined =
      constant.initialiser === undefined
        ? next
        : isNumber(constant)
          ? literal(valueBody(constant))
          : undefined;
    next = own === undefined ? undefined : own + 1n;
    return own === undefined ? [] : [{ constant, value: own }];
  });
}

/** The value of what isNumber holds for. */
function literal(text: string): bigint {
  const digits = text.replace(/[()\s]|[uUlL]+\)?$/g, '');
  return BigInt(/^0\d/.test(digits) ? `0o${digits.replace(/^0+(?=\d)/, '').replace(/[89]/g, '7')}` : digits);
}

/** What a new one may be numbered with, the narrowest first: by what names begin with, or by what they end with. */
function groupsOf(fresh: Numbered, stems: Stems, isNew: IsNew): Omit<Numbering, 'fresh'>[] {
  const { name } = fresh.constant;
  const words = name.split('_');
  const oldOf = (group: readonly Numbered[]) => group.filter(({ constant }) => !isNew(constant.name));
  const named = (test: (name: string) => boolean) => stems.all.filter(({ constant }) => test(constant.name));
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
    const wide = stems.named(stem);
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
