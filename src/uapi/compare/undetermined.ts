// SPDX-License-Identifier: GPL-2.0-only
import { unreadOf } from '../api/header.ts';
import { asRead } from '../api/lazy.ts';
import { type Api, type ApiHeader, isUnknown, type Pair, type Unresolved } from '../model.ts';
import type { NameCandidate } from './pairs.ts';

/**
 * What is undetermined on either side of a header and cannot be told to be equal.
 *
 * @param looked the names that may differ: what they write does, or something that they mention
 * @param changed whether anything in the header does
 * @param sameBehind whether what stands behind an #error, if there is one, is the same on both sides
 */
export function undeterminedIn(
  header: string,
  before: Api,
  after: Api,
  looked: readonly NameCandidate[],
  changed: boolean,
  sameBehind: () => boolean,
): Pair<Unresolved>[] {
  const pairs: Pair<Unresolved>[] = [];
  const told = new Set<string>();
  if (changed) {
    const ones = byName(before.header(header));
    const others = byName(after.header(header));
    for (const name of new Set([...ones.keys(), ...others.keys()])) {
      const [one, other] = [ones.get(name), others.get(name)];
      if (!(one?.behind && other?.behind && sameBehind()))
        pairs.push({ name, header, before: one, after: other });
      told.add(name);
      for (const each of [one, other]) if (each) told.add(each.reason);
    }
  }
  const untold = looked.flatMap(({ pair }) => (told.has(pair.name) ? [] : [pair]));
  // Of what both sides write alike, both readers make on one side what they make on the other.
  const doubts = (pair: NameCandidate['pair'], symbol: Doubted | undefined, api: Api) =>
    symbol && doubtOf(symbol, api, isWrittenAlike(pair) ? asRead : checked);
  // One side after the other: the tokens of a header are kept until another one is read.
  const ones = untold.map((pair) => doubts(pair, pair.before, before));
  const others = untold.map((pair) => doubts(pair, pair.after, after));
  for (const [at, pair] of untold.entries()) {
    const [one, other] = [ones[at], others[at]];
    // What stops a whole header is told once.
    if ((one && !told.has(one.reason)) || (other && !told.has(other.reason)))
      pairs.push({ name: pair.name, header, before: one, after: other });
  }
  return pairs;
}

/** What could not be read at all, by the name that it would have given. */
function byName(header: ApiHeader | undefined): Map<string, Unresolved> {
  const entries = new Map<string, Unresolved>();
  for (const entry of header ? unreadOf(header) : [])
    if (!entries.has(entry.name)) entries.set(entry.name, entry);
  return entries;
}

type Doubted = NonNullable<NameCandidate['pair']['before']>;

function checked({ on }: Doubted): Doubted['on'] {
  return on;
}

function isWrittenAlike({ before, after }: NameCandidate['pair']): boolean {
  return before !== undefined && before.text === after?.text;
}

function doubtOf(symbol: Doubted, api: Api, values: (symbol: Doubted) => Doubted['on']) {
  const { name, header } = symbol;
  const on = values(symbol);
  const targets = api.targets.flatMap(({ id }) => (isUnknown(on.get(id)) ? [id] : []));
  const [first] = targets;
  const value = first && on.get(first);
  return isUnknown(value) ? { header, name, reason: value.unknown, line: symbol.line, targets } : undefined;
}
