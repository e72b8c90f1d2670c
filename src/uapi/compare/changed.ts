// SPDX-License-Identifier: GPL-2.0-only
import type { Target } from '../../c/target.ts';
import type { Api, HeaderText } from '../model.ts';
import { isSameCode } from './code.ts';

export interface ChangedHeaders {
  /** Headers whose text differs on some target, or that one side only has there. Sorted. */
  readonly texts: ReadonlySet<string>;
  /** Those of them that differ in more than comments and white space. */
  readonly code: ReadonlySet<string>;
  /** The others, that both sides have alike. */
  readonly unchanged: readonly string[];
}

export function changedHeaders(before: Api, after: Api): ChangedHeaders {
  const texts = new Set<string>();
  const code = new Set<string>();
  const unchanged: string[] = [];
  const compared = new Map<string, boolean>();
  const sameCode = (one: HeaderText, other: HeaderText) => {
    const key = `${one.hash} ${other.hash}`;
    let same = compared.get(key);
    if (same === undefined) {
      same = isSameCode(one.text, other.text);
      compared.set(key, same);
    }
    return same;
  };
  for (const name of namesOf(before, after)) {
    for (const target of after.targets) {
      const one = before.headers.get(name, target);
      const other = after.headers.get(name, target);
      if (one === other || one?.hash === other?.hash) continue;
      texts.add(name);
      if (!one || !other || !sameCode(one, other)) code.add(name);
    }
    if (!texts.has(name)) unchanged.push(name);
  }
  return { texts, code, unchanged };
}

function namesOf(before: Api, after: Api): string[] {
  const names = new Set<string>();
  const add = (api: Api, target: Target) => {
    for (const name of api.headers.names(target)) names.add(name);
  };
  for (const target of after.targets) {
    add(before, target);
    add(after, target);
  }
  return [...names].sort();
}
