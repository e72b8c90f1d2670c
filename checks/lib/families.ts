// SPDX-License-Identifier: GPL-2.0-only
// Families of numbers, as a header shows them: constants that stand together, are called alike and are told apart by
// their values.
import { blankComments } from '../../src/c/comments.ts';
import { memo } from '../../src/memo.ts';
import type { ApiEnumerator, ApiHeader, ApiMacro } from '../../src/uapi/model.ts';
import { agreedValue, identifiers } from './constants.ts';
import { enumsOf } from './enums.ts';

export interface Numbered {
  readonly constant: ApiMacro | ApiEnumerator;
  readonly value: bigint;
}

export interface NumberFamily {
  /** For messages: `LAMP_F_*`, `enum lamp_state`. */
  readonly words: string;
  /** Bits, of which each has its own; numbers, one after the other; codes of four characters. */
  readonly kind: 'bits' | 'numbers' | 'codes';
  /** The macro that all are counted from. */
  readonly base?: string;
  readonly members: readonly Numbered[];
}

const BIT =
  /^\(*(?:\(\w+\)\s*)?\(*\s*(?:1|0x0*1)[uUlL]*\s*<<\s*\(?\w+\)*$|^_?BIT(?:UL|ULL)?(?:_ULL)?\s*\(\s*\w+\s*\)$/;
const HEX = /^\(?0[xX][0-9a-fA-F]+[uUlL]*\)?$/;
const NUMBER = /^\(?(?:0[xX][0-9a-fA-F]+|\d+)[uUlL]*\)?$/;
const CODE = /^\w+\((?:\s*'[^']*'\s*,?){4}(?:\s*,[^,']*)?\)$/;
/** Names of what is no member of a family: sizes, limits, parts of a word, the default among the members. */
const OTHER =
  /(^|_)(MIN|MAX|DEFAULT|DFLT|SHIFT|MASK|MASKS|SIZE|SIZES|LEN|LENGTH|NUM|NR|COUNT|CNT|VERSION|ALL|ANY|BASE|START|FIRST|LAST|END|BITS|WIDTH|OFFSET|OFFS|ALIGN|MAGIC|LIMIT|RESERVED|UNUSED|INVALID|NONE|ID_INVALID)(_V)?\d*$|(^|_)(MASK|SHIFT|DEFAULT)_/;

/**
 * Families of a header, of at least two members each.
 *
 * @param wanted names of which a family has at least one; the values of others need not be known. All by default.
 */
export function familiesOf(
  header: ApiHeader,
  wanted: (name: string) => boolean = () => true,
): NumberFamily[] {
  const isWanted = (members: readonly { readonly name: string }[]) =>
    members.some(({ name }) => wanted(name));
  return [
    ...(isWanted(header.macros) ? runsOf(header).filter(isWanted).flatMap(macroFamilies) : []),
    ...(isWanted(header.macros)
      ? basedFamilies(header).filter(({ members }) => isWanted(members.map(({ constant }) => constant)))
      : []),
    ...(isWanted(header.enumerators) ? enumFamilies(header, isWanted) : []),
  ];
}

/** A header's lines without what comments say. */
export const codeLines = memo(({ text }: ApiHeader): readonly string[] => blankComments(text).split('\n'));

/** Object-like macros that stand together: nothing but blank lines and comments between them, and one stem. */
function runsOf(header: ApiHeader): ApiMacro[][] {
  const { macros } = header;
  const code = codeLines(header);
  const runs: { macros: ApiMacro[]; stem: string[] }[] = [];
  // A line is looked up each time that it is asked for.
  const plain = macros
    .filter(({ parameters, body }) => !parameters && body !== '')
    .map((macro) => ({ macro, line: macro.line }));
  let last: Placed | undefined;
  for (const here of plain.sort((a, b) => a.line - b.line)) {
    const { macro } = here;
    const run = runs.at(-1);
    const words = macro.name.split('_').slice(0, -1);
    const stem = run ? shared(run.stem, words) : [];
    const beside = last !== undefined && adjacent(code, last, here);
    if (run && beside && stem.length > 0 && (stem.length === run.stem.length || run.macros.length === 1)) {
      run.macros.push(macro);
      run.stem = stem;
    } else runs.push({ macros: [macro], stem: words });
    last = here;
  }
  return runs.map((run) => run.macros);
}

function shared(one: readonly string[], other: readonly string[]): string[] {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return one.slice(0, at);
}

interface Placed {
  readonly macro: ApiMacro;
  readonly line: number;
}

function adjacent(code: readonly string[], one: Placed, other: Placed): boolean {
  const end = one.line - 1 + one.macro.text.split('\n').length;
  return code.slice(end, other.line - 1).every((line) => line.trim() === '' || /^\s*#\s*define\b/.test(line));
}

function macroFamilies(run: readonly ApiMacro[]): NumberFamily[] {
  const own = run.flatMap((constant): (Numbered & { form: NumberFamily['kind'] | undefined })[] => {
    const form = formOf(constant);
    if (!form || OTHER.test(constant.name)) return [];
    const value = agreedValue(constant.on);
    return value === undefined ? [] : [{ constant, value, form }];
  });
  const stem = shared(
    run[0]?.name.split('_').slice(0, -1) ?? [],
    run.at(-1)?.name.split('_').slice(0, -1) ?? [],
  );
  const words = `${stem.join('_')}_*`;
  const codes = own.filter(({ form }) => form === 'codes');
  const rest = own.filter(({ form }) => form !== 'codes');
  const bits = rest.length > 1 && rest.every(({ value, form }) => form === 'bits' || isBit(value, form));
  // 1, 2, 4 in decimal are bits as well; 1 and 2 alone are numbers in a row.
  const written =
    rest.some(({ form, constant }) => form === 'bits' || HEX.test(valueBody(constant))) ||
    rest.some(({ value }) => value > 2n);
  return [
    ...(codes.length > 1 ? [{ words, kind: 'codes' as const, members: codes }] : []),
    ...(rest.length > 1
      ? [{ words, kind: bits && written ? ('bits' as const) : ('numbers' as const), members: rest }]
      : []),
  ];
}

const BASED = /^\(?\s*((?=_*[A-Z])\w+)\s*\+\s*(0[xX][0-9a-fA-F]+|\d+)[uUlL]*\s*\)?$/;

/** `(LAMP_BASE + 1)`, `(LAMP_BASE + 2)`: what is counted from one base is one family, wherever it stands. */
function basedFamilies(header: ApiHeader): NumberFamily[] {
  const groups = new Map<string, Numbered[]>();
  for (const constant of header.macros) {
    const [, base, offset] = (!constant.parameters && BASED.exec(valueBody(constant))) || [];
    if (base === undefined || offset === undefined || OTHER.test(constant.name)) continue;
    // Two sums of one base tell each other apart by what is added, whatever the base is.
    const value =
      header.name.includes('unistd') || agreedValue(constant.on) === undefined
        ? BigInt(offset)
        : agreedValue(constant.on);
    if (value !== undefined) groups.set(base, [...(groups.get(base) ?? []), { constant, value }]);
  }
  return [...groups].flatMap(([base, members]) =>
    members.length > 1
      ? [{ words: `what is counted from ${base}`, kind: 'numbers' as const, base, members }]
      : [],
  );
}

/** Whether it has a number of its own, and not the name of another one or a sum. */
export function isNumber(constant: ApiMacro | ApiEnumerator): boolean {
  return NUMBER.test(valueBody(constant));
}

/** Whether its name is that of a member, and not of a size, a limit or a mask. */
export function isOfFamily({ name }: Pick<ApiMacro, 'name'>): boolean {
  return !OTHER.test(name);
}

function isBit(value: bigint, form: NumberFamily['kind'] | undefined): boolean {
  return form === 'numbers' && value > 0n && (value & (value - 1n)) === 0n;
}

function formOf(constant: ApiMacro): NumberFamily['kind'] | undefined {
  const body = valueBody(constant);
  if (BIT.test(body)) return 'bits';
  if (NUMBER.test(body)) return 'numbers';
  return CODE.test(body) ? 'codes' : undefined;
}

export function valueBody(constant: ApiMacro | ApiEnumerator): string {
  return ('body' in constant ? constant.body : (constant.initialiser ?? '')).trim();
}

/** Enumerators with numbers of their own, or that follow one; what names another is its alias. */
function enumFamilies(
  header: ApiHeader,
  isWanted: (members: readonly ApiEnumerator[]) => boolean,
): NumberFamily[] {
  return enumsOf(header).flatMap(({ name, enumerators, terminals }): NumberFamily[] => {
    if (!isWanted(enumerators)) return [];
    const members = enumerators.flatMap((constant): Numbered[] => {
      const { initialiser = '0' } = constant;
      if (terminals.has(constant.name) || OTHER.test(constant.name)) return [];
      if (!BIT.test(initialiser) && !NUMBER.test(initialiser) && identifiers(initialiser).length > 0)
        return [];
      const value = agreedValue(constant.on);
      return value === undefined ? [] : [{ constant, value }];
    });
    const bits = members.length > 1 && members.every(({ value }) => isBit(value, 'numbers'));
    const shifted = members.some(({ constant }) => /<<|BIT|0x/i.test(valueBody(constant)));
    return members.length > 1 ? [{ words: name, kind: bits && shifted ? 'bits' : 'numbers', members }] : [];
  });
}

/** Whether a family tells its members apart by their values, as far as it is known: no two have one. */
export function isDistinct({ kind, members }: NumberFamily): boolean {
  const values = new Set(members.map(({ value }) => value));
  const aliases = members.length - values.size;
  if (kind !== 'numbers') return aliases === 0;
  // Numbers that are no sequence may be sizes, limits, anything.
  if (isSequence([...values]))
    return aliases === 0 || (aliases === 1 && values.size > 3 && isBesideOther(members));
  return aliases === 0 && areGiven(members);
}

/** AF_UNIX and AF_LOCAL: the one number that two names have always had, one below the other. */
function isBesideOther(members: readonly Numbered[]): boolean {
  return members.some(({ value, constant }, at) => {
    const next = members[at + 1];
    return next?.value === value && next.constant.line === constant.line + 1;
  });
}

/** Codes with gaps: each has a number of its own, in rising order; of an enum, or macros of which the last is in hex. */
function areGiven(members: readonly Numbered[]): boolean {
  const isRising = members.every(({ value }, at) => at === 0 || value > (members[at - 1] as Numbered).value);
  if (members.length < 3 || !isRising || !members.every(({ constant }) => isNumber(constant))) return false;
  const last = members.at(-1)?.constant;
  return last !== undefined && (!('body' in last) || /^0[xX][0-9a-fA-F]{3,}$/.test(valueBody(last)));
}

function isSequence(values: readonly bigint[]): boolean {
  if (values.length < 3) return false;
  const sorted = [...values].sort((a, b) => (a < b ? -1 : 1));
  const steps = sorted.slice(1).filter((value, at) => value - (sorted[at] as bigint) === 1n).length;
  return steps * 4 >= (sorted.length - 1) * 3;
}
