// SPDX-License-Identifier: GPL-2.0-only
import { lazily } from '../memo.ts';
import { type ChangedHeaders, changedHeaders } from './compare/changed.ts';
import { isSameText } from './compare/code.ts';
import { endedAtErrors } from './compare/ended.ts';
import { dependents, type IncludeGraph, includesOnce, seesChanged } from './compare/includes.ts';
import { Worklist } from './compare/worklist.ts';
import type { Api, Comparison, HeaderPair, Pair, TypePair } from './model.ts';

/**
 * What differs between two sides, found out when it is asked for: rules about drivers do without.
 *
 * @see differences
 */
export function compare(before: Api, after: Api): Comparison {
  let made: Differences | undefined;
  const found = () => {
    made ??= differences(before, was(), after);
    return made;
  };
  const was = lazily(() => endedAtErrors(before, after, changedOnce(before, after).texts));
  let reach: ReadonlySet<string> | undefined;
  return {
    targets: after.targets,
    get before() {
      return was();
    },
    after,
    get texts() {
      return changedOnce(before, after).texts;
    },
    get code() {
      return changedOnce(before, after).code;
    },
    get reach() {
      reach ??= reachOf(before, after);
      return reach;
    },
    reaches: (name) => reach?.has(name) ?? reaches(before, after, name),
    get headers() {
      return found().headers;
    },
    get types() {
      return found().types;
    },
    get macros() {
      return found().macros;
    },
    get enumerators() {
      return found().enumerators;
    },
    get ioctls() {
      return found().ioctls;
    },
    get typedefs() {
      return found().typedefs;
    },
    get functions() {
      return found().functions;
    },
    get unresolved() {
      return found().unresolved;
    },
  };
}

type Differences = Omit<Comparison, 'targets' | 'before' | 'after' | 'texts' | 'code' | 'reach' | 'reaches'>;

/**
 * What differs between two sides, on the targets of the second. Only what can differ is evaluated: symbols of which the
 * two sides write something else, and those, in whatever header, that mention a name whose meaning was found to differ.
 * Pure; evaluates through the two sides, which keep what they evaluated.
 *
 * @param given the old side as it is; `before` knows which #error goes away
 */
function differences(given: Api, before: Api, after: Api): Differences {
  const { texts, code, unchanged } = changedOnce(given, after);
  const worklist = new Worklist(before, after);
  for (const name of code) worklist.changed(name);
  worklist.spread([...unchanged, ...[...texts].filter((name) => !code.has(name))]);
  const found = worklist.differences();
  const affected = found.map(({ header }) => header).filter((name) => !texts.has(name));
  const of = <T>(kind: string) =>
    found.filter((each) => each.kind === kind).map(({ pair }) => pair as unknown as Pair<T>);
  return {
    headers: [...new Set([...texts, ...affected])]
      .sort()
      .map((name) => headerPair(name, texts.has(name), before, after)),
    types: of<TypePair['before'] & object>('types').map((pair) => inheriting(pair, worklist)),
    macros: of('macros'),
    enumerators: of('enumerators'),
    ioctls: of('ioctls'),
    typedefs: of('typedefs'),
    functions: of('functions'),
    unresolved: of('unresolved'),
  };
}

/** Whether a header is among what reachOf() gives: for one, the texts of all others need not be compared. */
function reaches(before: Api, after: Api, name: string): boolean {
  const { texts, isCode, unchanged } = changedOnce(before, after);
  if (texts.has(name)) return true;
  const includes = [before, after].map(({ headers }) => includesOnce(headers, after.targets));
  return seesChanged(name, new Set(unchanged), isCode, includes as [IncludeGraph, IncludeGraph]);
}

function reachOf(before: Api, after: Api): ReadonlySet<string> {
  const { texts, code, unchanged } = changedOnce(before, after);
  if (code.size === 0) return texts;
  const { targets } = after;
  const includes = [before, after].map(({ headers }) => includesOnce(headers, targets));
  return new Set([...texts, ...dependents(unchanged, code, includes as [IncludeGraph, IncludeGraph])]);
}

const changed = new WeakMap<Api, WeakMap<Api, ChangedHeaders>>();

function changedOnce(before: Api, after: Api): ChangedHeaders {
  const of = changed.get(before) ?? new WeakMap<Api, ChangedHeaders>();
  changed.set(before, of);
  const made = of.get(after) ?? changedHeaders(before, after);
  of.set(after, made);
  return made;
}

function inheriting(pair: TypePair, worklist: Worklist): TypePair {
  const { before, after, name, header } = pair;
  if (!before || !after || !isSameText(before.text, after.text)) return pair;
  const inheritedFrom = worklist.differingIn(after.text, header, name);
  return inheritedFrom.length > 0 ? { ...pair, inheritedFrom } : pair;
}

/** Evaluated when it is looked at: most are named only. */
function headerPair(name: string, textChanged: boolean, before: Api, after: Api): HeaderPair {
  return {
    name,
    header: name,
    textChanged,
    get before() {
      return before.header(name);
    },
    get after() {
      return after.header(name);
    },
  };
}
