// SPDX-License-Identifier: GPL-2.0-only
import type { Api, ApiEnumerator, ApiHeader, ApiIoctl, ApiMacro, ApiType, Declared, Pair } from '../model.ts';
import { isSameEnumerator, isSameIoctl, isSameMacro, isSameType } from './equal.ts';
import { type Includes, textsOf } from './includes.ts';

/** One side with what its headers include. */
export interface Reach {
  readonly api: Api;
  readonly includes: Includes;
}

/** What differs in one header, by kind. */
export interface Differences {
  readonly types: Pair<ApiType>[];
  readonly macros: Pair<ApiMacro>[];
  readonly enumerators: Pair<ApiEnumerator>[];
  readonly ioctls: Pair<ApiIoctl>[];
}

/** What one header declares that is not the same on both sides. */
export function differencesOf(name: string, before: Reach, after: Reach): Differences {
  return {
    types: differing(name, before, after, (header) => header.types, isSameType),
    macros: differing(name, before, after, (header) => header.macros, isSameMacro),
    enumerators: differing(name, before, after, (header) => header.enumerators, isSameEnumerator),
    ioctls: differing(name, before, after, (header) => header.ioctls, isSameIoctl),
  };
}

type Pick<T> = (header: ApiHeader) => readonly T[];

function differing<T extends Declared>(
  header: string,
  before: Reach,
  after: Reach,
  pick: Pick<T>,
  same: (one: T, other: T) => boolean,
): Pair<T>[] {
  const was = byName(before.api.header(header), pick);
  const is = byName(after.api.header(header), pick);
  const pairs: Pair<T>[] = [];
  const add = (name: string, one: T | undefined, other: T | undefined) => {
    if (!one || !other || !same(one, other)) pairs.push({ name, header, before: one, after: other });
  };
  for (const [name, one] of was) add(name, one, is.get(name) ?? through(after, header, name, pick));
  for (const [name, other] of is) if (!was.has(name)) add(name, through(before, header, name, pick), other);
  return pairs;
}

function byName<T extends Declared>(header: ApiHeader | undefined, pick: Pick<T>): ReadonlyMap<string, T> {
  return new Map((header ? pick(header) : []).map((one) => [one.name, one]));
}

/** Who includes a header has the name as well where it moved to, or came from, one that the header includes. */
function through<T extends Declared>(
  { api, includes }: Reach,
  from: string,
  name: string,
  pick: Pick<T>,
): T | undefined {
  const word = name.slice(name.indexOf(' ') + 1);
  for (const include of includes.closure(from)) {
    if (include === from) continue;
    if (!textsOf(api.headers, include, api.targets).some(({ text }) => text.includes(word))) continue;
    const header = api.header(include);
    const found = header && pick(header).find((one) => one.name === name);
    if (found) return found;
  }
  return undefined;
}
