// SPDX-License-Identifier: GPL-2.0-only
import { changedHeaders } from './compare/changed.ts';
import { isSameText } from './compare/code.ts';
import { Headers } from './compare/headers.ts';
import type { Api, Comparison, HeaderPair, Pair, TypePair } from './model.ts';

/**
 * What differs between two sides, found out when it is asked for: rules about drivers do without.
 *
 * @see differences
 */
export function compare(before: Api, after: Api): Comparison {
  let made: Differences | undefined;
  const found = () => {
    made ??= differences(before, after);
    return made;
  };
  return {
    targets: after.targets,
    before,
    after,
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
    get unresolved() {
      return found().unresolved;
    },
  };
}

type Differences = Omit<Comparison, 'targets' | 'before' | 'after'>;

/**
 * What differs between two sides, on the targets of the second. Only what can differ is evaluated: symbols of which the
 * two sides write something else, and those, in whatever header, that mention a name whose meaning was found to differ.
 * Pure; evaluates through the two sides, which keep what they evaluated.
 */
function differences(before: Api, after: Api): Differences {
  const { texts, code, unchanged } = changedHeaders(before, after);
  const headers = new Headers(before, after);
  for (const name of code) headers.changed(name);
  headers.spread([...unchanged, ...[...texts].filter((name) => !code.has(name))]);
  const found = headers.differences();
  const affected = found.map(({ header }) => header).filter((name) => !texts.has(name));
  const of = <T>(kind: string) =>
    found.filter((each) => each.kind === kind).map(({ pair }) => pair as unknown as Pair<T>);
  return {
    headers: [...new Set([...texts, ...affected])]
      .sort()
      .map((name) => headerPair(name, texts.has(name), before, after)),
    types: of<TypePair['before'] & object>('types').map((pair) => inheriting(pair, headers)),
    macros: of('macros'),
    enumerators: of('enumerators'),
    ioctls: of('ioctls'),
    unresolved: of('unresolved'),
  };
}

function inheriting(pair: TypePair, headers: Headers): TypePair {
  const { before, after, name, header } = pair;
  if (!before || !after || !isSameText(before.text, after.text)) return pair;
  const inheritedFrom = headers.differingIn(after.text, header, name);
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
