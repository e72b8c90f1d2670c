// SPDX-License-Identifier: GPL-2.0-only
import { memo } from '../../src/memo.ts';
import type { ApiEnumerator, ApiHeader, Comparison, Pair } from '../../src/uapi/model.ts';
import { agreedValue, type ConstantDifference, differenceOf, identifiers, tokens } from './constants.ts';
import { doubted } from './doubted.ts';
import { type EnumSum, enumSums } from './enum-sums.ts';
import { constantProvider, constantsOf, keptHeaders, nameLikeness, once } from './names.ts';

/** One enum of one side, in its order. */
export interface Enum {
  /** `enum foo`; `the enum that begins with A` for one without a name. */
  readonly name: string;
  readonly enumerators: readonly ApiEnumerator[];
  /** Those at its end that count the others: NUM, MAX, LAST. */
  readonly terminals: ReadonlySet<string>;
}

/** An enumerator that has another value, and others that follow from it. */
export interface Shift {
  readonly pair: Pair<ApiEnumerator>;
  readonly difference: ConstantDifference;
  /** Those behind it, or made of it, that moved for that reason alone. */
  readonly followers: readonly Pair<ApiEnumerator>[];
  readonly enum: Enum;
}

/** What happened to the enumerators of two sides; a name is in one list only, and followers in none of their own. */
export interface EnumChanges {
  readonly shifted: readonly Shift[];
  readonly inserted: readonly { readonly added: readonly Pair<ApiEnumerator>[]; readonly shift: Shift }[];
  readonly removed: readonly {
    readonly pair: Pair<ApiEnumerator>;
    readonly renamed: ApiEnumerator | undefined;
    /** A new one that has its value and nothing else of it. */
    readonly reused: ApiEnumerator | undefined;
    readonly shift: Shift | undefined;
    /** All that the enum had, where all of it is gone: this one stands for them. */
    readonly whole: readonly Pair<ApiEnumerator>[] | undefined;
    readonly enum: Enum;
  }[];
  readonly terminals: readonly Shift[];
  readonly added: readonly {
    readonly pairs: readonly Pair<ApiEnumerator>[];
    readonly enum: Enum;
    readonly isNew: boolean;
  }[];
  /** Of unknown value, and another one for sure: counted from the same name by another number. */
  readonly sums: readonly EnumSum[];
  readonly undetermined: readonly {
    readonly pair: Pair<ApiEnumerator>;
    readonly difference: ConstantDifference;
  }[];
}

const TERMINAL =
  /(^|_)(NUM[A-Z]*|MAX|COUNT|CNT|LAST|END|TOTAL|MAXVALUE|N?BITS|SENTINEL|SUPPORTED)\d*(_|$)|(^|_)NR\d*$|(^|_)NR_\w*[^S]S$|^(NR|N)_|(NUM|MAX)$/i;
/** What is kept free has a value of its own, and counts nothing. */
const SPARE = /RESERVED|UNUSED|RSVD/;

const ALIKE = 0.5;

export const enumChanges = once(changes);

/** The enums of a header, in the text's order. */
export const enumsOf = memo(({ enumerators }: ApiHeader): Enum[] => {
  const groups: ApiEnumerator[][] = [];
  for (const one of enumerators) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (group && last && one.index > last.index && one.enum === last.enum) group.push(one);
    else groups.push([one]);
  }
  return groups.map((group) => ({
    name: group[0]?.enum || `the enum that begins with ${group[0]?.name}`,
    enumerators: group,
    terminals: terminalsOf(group),
  }));
});

/**
 * Names that say so and stand at the end, where only enumerators with values of their own follow: `NUM`,
 * `MAX = __AFTER_LAST - 1`, `LAST = C`.
 */
function terminalsOf(group: readonly ApiEnumerator[]): ReadonlySet<string> {
  const found = new Set<string>();
  const shared = sharedWords(group.map(({ name }) => name));
  for (const [at, one] of [...group].reverse().entries()) {
    const { name, initialiser } = one;
    const isImplicit = initialiser === undefined;
    const own = name.slice(shared.start, name.length - shared.end);
    const isPrivate = name.startsWith('__') && !group[0]?.name.startsWith('__');
    const isSpare = SPARE.test(name) && !isImplicit && identifiers(initialiser).length === 0;
    const counts = !isSpare && (TERMINAL.test(own) || isPrivate || /__/.test(own));
    if (counts && (isImplicit || at === found.size || identifiers(initialiser).length > 0)) found.add(name);
    else if (isImplicit) break;
  }
  if (found.size <= MOST && found.size < group.length) return found;
  // What so many are called is no count.
  const last = group.at(-1)?.name ?? '';
  return new Set(found.has(last) && group.length > 1 ? [last] : []);
}

/** `__AFTER_LAST`, `MAX`, `NUM`: more than these no enum ends in. */
const MOST = 4;

/** Lengths of what all names begin and end with, in whole words: `PERF_COUNT_SW_`, `_NR`. */
function sharedWords(names: readonly string[]): { start: number; end: number } {
  const [first = '', ...others] = names.filter((name) => !name.startsWith('__'));
  if (others.length === 0) return { start: 0, end: 0 };
  const words = first.split('_');
  const prefix = (count: number) =>
    words
      .slice(0, count)
      .map((word) => `${word}_`)
      .join('');
  const suffix = (count: number) =>
    words
      .slice(words.length - count)
      .map((word) => `_${word}`)
      .join('');
  let start = words.length - 1;
  while (start > 0 && !others.every((name) => name.startsWith(prefix(start)))) start--;
  let end = words.length - 1 - start;
  while (end > 0 && !others.every((name) => name.endsWith(suffix(end)))) end--;
  return { start: prefix(start).length, end: end > 0 ? suffix(end).length : 0 };
}

function changes(uapi: Comparison): EnumChanges {
  const result: Writable<EnumChanges> = {
    shifted: [],
    inserted: [],
    removed: [],
    terminals: [],
    added: [],
    sums: [],
    undetermined: [],
  };
  const kept = keptHeaders(uapi);
  const ioctls = new Set(uapi.ioctls.map(({ header, name }) => `${header} ${name}`));
  const byHeader = new Map<string, Map<string, Pair<ApiEnumerator>>>();
  const { sums, doubts } = enumSums(
    uapi,
    doubted(uapi, 'enumerators').filter(({ header }) => kept(header)),
    (pair) => counts(uapi, pair),
  );
  result.sums.push(...sums);
  for (const pair of [...uapi.enumerators, ...doubts]) {
    if (!kept(pair.header) || ioctls.has(`${pair.header} ${pair.name}`)) continue;
    const pairs = byHeader.get(pair.header) ?? new Map<string, Pair<ApiEnumerator>>();
    byHeader.set(pair.header, pairs);
    pairs.set(pair.name, pair);
  }
  for (const [header, pairs] of byHeader) new HeaderEnums(uapi, header, pairs, result).judge();
  return result;
}

/** Whether an enumerator at the end counts the others. */
function counts({ after }: Comparison, { header, name }: Pair<ApiEnumerator>): boolean {
  const own = after.header(header);
  return own !== undefined && enumsOf(own).some(({ terminals }) => terminals.has(name));
}

type Writable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer U)[] ? U[] : T[K] };

class HeaderEnums {
  readonly #before: ApiHeader | undefined;
  readonly #after: ApiHeader | undefined;
  readonly #enumsBefore: readonly Enum[];
  readonly #enumsAfter: readonly Enum[];
  readonly #differences = new Map<string, ConstantDifference>();

  constructor(
    readonly uapi: Comparison,
    readonly header: string,
    readonly pairs: ReadonlyMap<string, Pair<ApiEnumerator>>,
    readonly result: Writable<EnumChanges>,
  ) {
    this.#before = uapi.before.header(header);
    this.#after = uapi.after.header(header);
    this.#enumsBefore = this.#before ? enumsOf(this.#before) : [];
    this.#enumsAfter = this.#after ? enumsOf(this.#after) : [];
    for (const { name, before, after } of pairs.values())
      if (before && after) this.#differences.set(name, differenceOf(before.on, after.on));
  }

  judge(): void {
    const accounted = new Set<string>();
    const shifts = this.#enumsAfter.flatMap((one) => this.#shiftsOf(one));
    for (const shift of shifts) {
      const added = this.#addedBefore(shift);
      if (added.length === 0) continue;
      this.result.inserted.push({ added, shift });
      for (const { name } of added) accounted.add(name);
    }
    const loose = shifts.filter((shift) => this.#addedBefore(shift).length === 0);
    const blamed = this.#judgeRemoved(loose, accounted);
    this.result.shifted.push(...joined(loose.filter((shift) => !blamed.has(shift))));
    for (const one of this.#enumsAfter) {
      this.result.terminals.push(...this.#terminalsOf(one));
      this.#judgeAdded(one, accounted);
    }
    for (const [name, difference] of this.#differences) {
      const pair = this.pairs.get(name);
      if (pair && difference.unknown && difference.changes.length === 0)
        this.result.undetermined.push({ pair, difference });
    }
  }

  #moved(name: string): ConstantDifference | undefined {
    const difference = this.#differences.get(name);
    return difference && difference.changes.length > 0 ? difference : undefined;
  }

  /** Runs of enumerators that moved by the same distance, each begun by what has a cause of its own. */
  #shiftsOf(one: Enum): Shift[] {
    const runs: (Shift & { followers: Pair<ApiEnumerator>[]; distance: string })[] = [];
    let previous: string | undefined;
    for (const enumerator of one.enumerators) {
      const { name, initialiser } = enumerator;
      const difference = this.#moved(name);
      const pair = this.pairs.get(name);
      if (!difference || !pair || one.terminals.has(name) || this.#countOf(one, enumerator)) {
        previous = undefined;
        continue;
      }
      const distance = difference.changes.map(({ was, is }) => is - was).join();
      const run = runs.at(-1);
      const follows = initialiser === undefined && previous !== undefined && run?.distance === distance;
      const root = initialiser === undefined ? undefined : this.#rootOf(enumerator, pair, runs);
      if (run && follows) run.followers.push(pair);
      else if (root) root.followers.push(pair);
      else runs.push({ pair, difference, followers: [], enum: one, distance });
      previous = name;
    }
    return runs;
  }

  /** Made of an enumerator that counts: `MASK = (LAST - 1) | LAST`. */
  #countOf(one: Enum, { name, initialiser = '' }: ApiEnumerator): boolean {
    const was = this.pairs.get(name)?.before?.initialiser ?? '';
    if (initialiser === '' || tokens(was).join(' ') !== tokens(initialiser).join(' ')) return false;
    return identifiers(initialiser).some((other) => one.terminals.has(other) && this.#moved(other));
  }

  /** The run that an alias belongs to: its initialiser is the old text, and names what moved. */
  #rootOf<T extends Shift>(
    { initialiser = '' }: ApiEnumerator,
    { before }: Pair<ApiEnumerator>,
    runs: readonly T[],
  ) {
    if (tokens(before?.initialiser ?? '').join(' ') !== tokens(initialiser).join(' ')) return undefined;
    const named = identifiers(initialiser);
    return runs.find(({ pair, followers }) => [pair, ...followers].some(({ name }) => named.includes(name)));
  }

  /** New enumerators directly before the one that moved, where its value follows from theirs. */
  #addedBefore({ pair, enum: { enumerators } }: Shift): Pair<ApiEnumerator>[] {
    const at = enumerators.findIndex(({ name }) => name === pair.name);
    if (enumerators[at]?.initialiser !== undefined) return [];
    const added: Pair<ApiEnumerator>[] = [];
    for (let before = at - 1; before >= 0; before--) {
      const other = this.pairs.get(enumerators[before]?.name ?? '');
      if (!other || other.before) break;
      added.unshift(other);
    }
    return added;
  }

  #judgeRemoved(shifts: readonly Shift[], accounted: Set<string>): Set<Shift> {
    const blamed = new Set<Shift>();
    for (const one of this.#enumsBefore) {
      const gone = one.enumerators.flatMap(({ name }) => {
        const pair = this.pairs.get(name);
        return pair && !pair.after && !this.#isElsewhere(name) ? [pair] : [];
      });
      const whole = gone.length > 1 && gone.length === one.enumerators.length ? gone : undefined;
      const heirs = new Map(gone.map((pair) => [pair.name, this.#heirs(pair, accounted)]));
      const all = whole && !isRenamedWhole(whole, heirs);
      for (const pair of all ? gone.slice(0, 1) : gone) {
        const [heir] = all ? [] : (heirs.get(pair.name) ?? []);
        const isAlike =
          heir !== undefined &&
          (nameLikeness(heir.name, pair.name) >= ALIKE || this.#isAtPlace(one, pair.name, heir));
        const renamed = isAlike ? heir : undefined;
        // A count that is gone leaves its value to whoever comes next.
        const isCount = one.terminals.has(pair.name) || !this.#isOfSame(one, heir);
        const reused = isAlike || isCount ? undefined : heir;
        if (renamed) accounted.add(renamed.name);
        const shift = shifts.find(
          (candidate) => !blamed.has(candidate) && isBehind(one, pair.name, candidate, gone),
        );
        if (shift) blamed.add(shift);
        this.result.removed.push({ pair, renamed, reused, shift, whole: all ? gone : undefined, enum: one });
      }
    }
    return blamed;
  }

  /** Whether an enumerator is of what became of an enum: by its tag, or, without one, by a member that is in both. */
  #isOfSame(before: Enum, heir: ApiEnumerator | undefined): boolean {
    if (!heir || (before.enumerators[0]?.enum ?? '') !== heir.enum) return false;
    if (heir.enum !== '') return true;
    const after = this.#enumsAfter.find(({ enumerators }) => enumerators.includes(heir));
    const names = new Set(before.enumerators.map(({ name }) => name));
    return after?.enumerators.some(({ name }) => names.has(name)) ?? false;
  }

  /** Still there for whoever includes the header: as a macro, in another enum, in a header that it includes. */
  #isElsewhere(name: string): boolean {
    return constantProvider(this.uapi.after, this.header, name) !== undefined;
  }

  /** New enumerators with the value of one that is gone: of the same enum first, then the most alike. */
  #heirs({ name, before }: Pair<ApiEnumerator>, accounted: ReadonlySet<string>): ApiEnumerator[] {
    const value = before && agreedValue(before.on);
    if (value === undefined) return [];
    const at = (heir: ApiEnumerator) => Number(heir.enum !== '' && heir.enum === before?.enum);
    return [...this.pairs.values()]
      .flatMap(({ before: other, after }) =>
        !other && after && !accounted.has(after.name) && agreedValue(after.on) === value ? [after] : [],
      )
      .sort((a, b) => at(b) - at(a) || nameLikeness(b.name, name) - nameLikeness(a.name, name));
  }

  /** Between the same two enumerators on either side. */
  #isAtPlace(before: Enum, gone: string, heir: ApiEnumerator): boolean {
    const after = this.#enumsAfter.find(({ enumerators }) => enumerators.includes(heir));
    return after !== undefined && neighbours(before, gone) === neighbours(after, heir.name);
  }

  #terminalsOf(one: Enum): Shift[] {
    const moved = one.enumerators.flatMap((enumerator) => {
      const { name } = enumerator;
      const counts = one.terminals.has(name) || this.#countOf(one, enumerator);
      const difference = counts ? this.#moved(name) : undefined;
      const pair = this.pairs.get(name);
      return difference && pair ? [{ pair, difference }] : [];
    });
    const [first, ...rest] = moved;
    // One that moved down mostly did so because something went, and that is reported.
    if (!first || (isFallen(first.difference) && this.#hasLost(one, first.pair.name))) return [];
    return [{ ...first, followers: rest.map(({ pair }) => pair), enum: one }];
  }

  /** Whether an enum has no longer all that the one with the same count had. */
  #hasLost({ enumerators }: Enum, counted: string): boolean {
    const names = new Set(enumerators.map(({ name }) => name));
    const was = this.#enumsBefore.find((one) => one.enumerators.some(({ name }) => name === counted));
    return was?.enumerators.some(({ name }) => !names.has(name)) ?? true;
  }

  #judgeAdded(one: Enum, accounted: ReadonlySet<string>): void {
    const pairs = one.enumerators.flatMap(({ name }) => {
      const pair = this.pairs.get(name);
      if (!pair || pair.before || accounted.has(name)) return [];
      return constantProvider(this.uapi.before, this.header, name) === undefined ? [pair] : [];
    });
    const isNew = one.enumerators.every(({ name }) => !this.#before || !constantsOf(this.#before).has(name));
    if (pairs.length > 0) this.result.added.push({ pairs, enum: one, isNew });
  }
}

/** Whether a value is less than it was, wherever it differs. */
export function isFallen({ changes }: ConstantDifference): boolean {
  return changes.every(({ was, is }) => is < was);
}

/**
 * Whether all that an enum had is there under other names: most have an heir whose name begins alike. Two enums that
 * only both have an UNSPEC and a MAX are two.
 */
function isRenamedWhole(
  gone: readonly Pair<ApiEnumerator>[],
  heirs: ReadonlyMap<string, readonly ApiEnumerator[]>,
): boolean {
  const kin = gone.filter(({ name }) => {
    const [heir] = heirs.get(name) ?? [];
    return heir !== undefined && nameLikeness(heir.name, name) >= ALIKE && shareStem(heir.name, name);
  });
  return kin.length * 2 >= gone.length;
}

/** Whether two names begin with the same word. */
function shareStem(one: string, other: string): boolean {
  const [a = [], b = []] = [one, other].map((name) => name.split('_').filter(Boolean));
  return a[0] === b[0];
}

/** Whether a run of shifted enumerators began right behind one that is gone, in the order before. */
function isBehind(one: Enum, gone: string, { pair }: Shift, all: readonly Pair<ApiEnumerator>[]): boolean {
  const order = one.enumerators.map(({ name }) => name);
  let at = order.indexOf(pair.name) - 1;
  while (at >= 0 && order[at] !== gone && all.some(({ name }) => name === order[at])) at--;
  const isImplicit = pair.after?.initialiser === undefined;
  return at >= 0 && isImplicit && order[at] === gone && pair.before !== undefined;
}

function neighbours({ enumerators }: Enum, name: string): string {
  const at = enumerators.findIndex((one) => one.name === name);
  return `${enumerators[at - 1]?.name} ${enumerators[at + 1]?.name}`;
}

/** Enumerators of one enum that only changed places are one finding. */
function joined(shifts: readonly Shift[]): Shift[] {
  const found: Shift[] = [];
  for (const shift of shifts) {
    const implicit = (one: Shift) => one.pair.after?.initialiser === undefined;
    const same = found.findIndex((one) => one.enum === shift.enum && implicit(one) && implicit(shift));
    const earlier = found[same];
    if (earlier)
      found[same] = { ...earlier, followers: [...earlier.followers, shift.pair, ...shift.followers] };
    else found.push(shift);
  }
  return found;
}
