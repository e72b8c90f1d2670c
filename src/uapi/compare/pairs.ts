// SPDX-License-Identifier: GPL-2.0-only
import { ioctlsNamed } from '../api/header.ts';
import { writtenAlike, writtenOf } from '../api/lazy.ts';
import type {
  Api,
  ApiEnumerator,
  ApiFunction,
  ApiHeader,
  ApiIoctl,
  ApiMacro,
  ApiType,
  ApiTypedef,
  Declared,
  On,
  Pair,
} from '../model.ts';
import { isUnknown } from '../model.ts';
import { isSameText } from './code.ts';
import {
  isSameEnumerator,
  isSameFunction,
  isSameIoctl,
  isSameMacro,
  isSameType,
  isSameTypedef,
} from './equal.ts';
import type { IncludeGraph } from './includes.ts';
import { keptTwin } from './twin.ts';

/** One side with what its headers include. */
export interface ReadSide {
  readonly api: Api;
  readonly includes: IncludeGraph;
}

type Kind = 'types' | 'macros' | 'enumerators';

type Valued = Declared & { readonly on: On<object | bigint> };

/** One name of a header on both sides, looked at when it is known that it may differ. */
export interface NameCandidate {
  readonly kind: Kind;
  readonly pair: Pair<Valued>;
}

const KINDS: readonly Kind[] = ['types', 'macros', 'enumerators'];

/** What a header was; of a new one that is another under a second name, such as a link, what that one was. */
function oldHeader(name: string, before: ReadSide, after: ReadSide): ApiHeader | undefined {
  const own = before.api.header(name);
  if (own) return own;
  const twin = keptTwin(name, before.api, after.api);
  return twin === undefined ? undefined : before.api.header(twin);
}

/** All names of a header, of either side. */
export function candidatesOf(header: string, before: ReadSide, after: ReadSide): NameCandidate[] {
  const was = oldHeader(header, before, after);
  const is = after.api.header(header);
  return KINDS.flatMap((kind) => {
    const pick = (from: ApiHeader): readonly Valued[] => from[kind];
    const ones = byName(was, pick);
    const others = byName(is, pick);
    const pairs: NameCandidate[] = [];
    for (const [name, one] of ones) {
      const other =
        others.get(name) ??
        (kind === 'types' ? others.get(tagBehind(is, name)) : undefined) ??
        through(after, header, name, pick);
      pairs.push({ kind, pair: { name, header, before: one, after: other } });
    }
    for (const [name, other] of others) {
      if (ones.has(name)) continue;
      const tagged =
        kind === 'types' ? (ones.get(tagBehind(was, name)) ?? tagNow(ones, others, name)) : undefined;
      const one = tagged ?? through(before, header, name, pick);
      pairs.push({ kind, pair: { name, header, before: one, after: other } });
    }
    return pairs;
  });
}

/** `struct lamp` where `lamp` names a type without a tag now. */
function tagNow<T>(
  ones: ReadonlyMap<string, T>,
  others: ReadonlyMap<string, T>,
  typedef: string,
): T | undefined {
  const tag = ['struct', 'union', 'enum'].map((kind) => `${kind} ${typedef}`).find((one) => ones.has(one));
  return tag === undefined || others.has(tag) ? undefined : ones.get(tag);
}

/** The tag of the type that a typedef names: one without a tag on the other side is the same type. */
function tagBehind(header: ApiHeader | undefined, typedef: string): string {
  if (typedef.includes(' ')) return '';
  const found = header?.typedefs.find(({ name }) => name === typedef);
  for (const meaning of found?.on.values() ?? []) if (!isUnknown(meaning)) return meaning.of;
  return '';
}

/**
 * What both sides write for the same targets: then only what the names in it mean can differ. Undefined where they do
 * not write the same.
 */
export function alikeText({ pair: { before, after } }: NameCandidate): string | undefined {
  if (!before || !after) return undefined;
  const same = writtenAlike(before, after);
  if (same !== undefined) return same;
  const one = writtenOf(before);
  const other = writtenOf(after);
  if (one === undefined || other === undefined) return undefined;
  return one === other || isSameText(one, other) ? other : undefined;
}

/** Typedefs and functions of a header that both sides do not have alike, by what the header itself says. */
export function differingDeclared(
  header: string,
  before: ReadSide,
  after: ReadSide,
): { typedefs: Pair<ApiTypedef>[]; functions: Pair<ApiFunction>[] } {
  return {
    typedefs: differing(header, before, after, (one) => one.typedefs, isSameTypedef),
    functions: differing(header, before, after, (one) => one.functions, isSameFunction),
  };
}

function differing<T extends Declared>(
  header: string,
  before: ReadSide,
  after: ReadSide,
  pick: Pick<T>,
  same: (one: T, other: T) => boolean,
): Pair<T>[] {
  const ones = byName(oldHeader(header, before, after), pick);
  const others = byName(after.api.header(header), pick);
  return [...new Set([...ones.keys(), ...others.keys()])].flatMap((name): Pair<T>[] => {
    const one = ones.get(name) ?? through(before, header, name, pick);
    const other = others.get(name) ?? through(after, header, name, pick);
    return one && other && same(one, other) ? [] : [{ name, header, before: one, after: other }];
  });
}

export function isSame({ kind, pair: { before, after } }: NameCandidate): boolean {
  if (!before || !after) return false;
  if (kind === 'types') return isSameType(before as ApiType, after as ApiType);
  if (kind === 'macros') return isSameMacro(before as ApiMacro, after as ApiMacro);
  return isSameEnumerator(before as ApiEnumerator, after as ApiEnumerator);
}

/** The requests of a header that differ, of those names that may. */
export function differingIoctls(
  header: string,
  names: ReadonlySet<string>,
  before: ReadSide,
  after: ReadSide,
): Pair<ApiIoctl>[] {
  const pick = (from: ApiHeader) => ioctlsNamed(from, names);
  const ones = byName(oldHeader(header, before, after), pick);
  const others = byName(after.api.header(header), pick);
  const pairs: Pair<ApiIoctl>[] = [];
  for (const name of new Set([...ones.keys(), ...others.keys()])) {
    const one = ones.get(name) ?? through(before, header, name, pick);
    const other = others.get(name) ?? through(after, header, name, pick);
    if (!one || !other || !isSameIoctl(one, other)) pairs.push({ name, header, before: one, after: other });
  }
  return pairs;
}

type Pick<T> = (header: ApiHeader) => readonly T[];

function byName<T extends Declared>(header: ApiHeader | undefined, pick: Pick<T>): ReadonlyMap<string, T> {
  return new Map((header ? pick(header) : []).map((one) => [one.name, one]));
}

/** Who includes a header has the name as well where it moved to, or came from, one that the header includes. */
function through<T extends Declared>(
  { api, includes }: ReadSide,
  from: string,
  name: string,
  pick: Pick<T>,
): T | undefined {
  const word = name.slice(name.indexOf(' ') + 1);
  for (const include of includes.closure(from)) {
    if (include === from) continue;
    if (!includes.mentions(include, word)) continue;
    const header = api.header(include);
    const found = header && pick(header).find((one) => one.name === name);
    if (found) return found;
  }
  return undefined;
}
