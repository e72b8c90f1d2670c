// SPDX-License-Identifier: GPL-2.0-only
import type { Target } from '../../c/target.ts';
import type { Api, HeaderText } from '../model.ts';
import { isSameCode } from './code.ts';

export interface ChangedHeaders {
  /** Headers whose text differs on some target, or that one side only has there. Sorted. */
  readonly texts: ReadonlySet<string>;
  /** Those of them that differ in more than comments and white space. */
  readonly code: ReadonlySet<string>;
  /** Whether one of them does, which of a few is told sooner than of all. */
  isCode(name: string): boolean;
  /** The others, that both sides have alike. */
  readonly unchanged: readonly string[];
}

/** Texts are told apart by their hashes; what of them is code, when that is asked for. */
export function changedHeaders(before: Api, after: Api): ChangedHeaders {
  const texts = new Set<string>();
  const unchanged: string[] = [];
  for (const name of namesOf(before, after))
    if (after.targets.some((target) => !isSame(before, after, name, target))) texts.add(name);
    else unchanged.push(name);
  let code: ReadonlySet<string> | undefined;
  const differs = codeDiffers(before, after);
  const isCode = (name: string) => texts.has(name) && differs(name);
  return {
    texts,
    unchanged,
    isCode,
    get code() {
      code ??= new Set([...texts].filter(isCode));
      return code;
    },
  };
}

function isSame(before: Api, after: Api, name: string, target: Target): boolean {
  const one = before.headers.get(name, target);
  const other = after.headers.get(name, target);
  return one === other || one?.hash === other?.hash;
}

function codeDiffers(before: Api, after: Api): (name: string) => boolean {
  const compared = new Map<string, boolean>();
  const sameCode = (one: HeaderText, other: HeaderText) => {
    const key = `${one.hash} ${other.hash}`;
    const known = compared.get(key) ?? isSameCode(one.text, other.text);
    compared.set(key, known);
    return known;
  };
  const differs = (name: string, target: Target) => {
    if (isSame(before, after, name, target)) return false;
    const one = before.headers.get(name, target);
    const other = after.headers.get(name, target);
    return !one || !other || !sameCode(one, other);
  };
  return (name) => after.targets.some((target) => differs(name, target));
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
