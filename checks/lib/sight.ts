// SPDX-License-Identifier: GPL-2.0-only
import { includeNames } from '../../src/uapi/compare/code.ts';
import type { Api, Comparison } from '../../src/uapi/model.ts';
import { hasHeader } from './has.ts';
import { once } from './names.ts';
import { declaredNames, headerTexts, withIncludes } from './self-contained.ts';

/** Headers that both sides have and that may see less than they did: those whose text differs, and who includes them. */
export const sightedHeaders = once((uapi: Comparison): string[] => {
  const { before, after } = uapi;
  const changed = uapi.headers
    .filter(({ name, textChanged }) => textChanged && hasHeader(before, name) && hasHeader(after, name))
    .map(({ name }) => name);
  return [...changed, ...dependents(uapi, changed)];
});

/** Headers that are as they were, and see a type no more since one that they include lost an include. */
function dependents({ before, after }: Comparison, changed: readonly string[]): string[] {
  const lost = new Map<string, readonly string[]>();
  for (const name of changed) {
    const now = withIncludes(after, name);
    const gone = [...withIncludes(before, name)].filter((each) => !now.has(each));
    const names = gone.flatMap((each) =>
      headerTexts(before, each).flatMap((text) => [...declaredNames(text)]),
    );
    if (names.length > 0) lost.set(name, names);
  }
  if (lost.size === 0) return [];
  const others = namesOf(after).filter((name) => !changed.includes(name));
  const includes = new Map(others.map((name) => [name, headerTexts(after, name).flatMap(includeNames)]));
  return others.filter((name) => {
    const seen = new Set(includes.get(name));
    for (const each of seen) for (const include of includes.get(each) ?? []) seen.add(include);
    const words = [...seen].flatMap((each) => lost.get(each) ?? []);
    return (
      words.length > 0 && headerTexts(after, name).some((text) => words.some((word) => text.includes(word)))
    );
  });
}

function namesOf({ headers, targets }: Api): string[] {
  return [...new Set(targets.flatMap((target) => headers.names(target)))].sort();
}
