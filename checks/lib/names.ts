// SPDX-License-Identifier: GPL-2.0-only
import { memo } from '../../src/memo.ts';
import type { Api, ApiHeader, Comparison } from '../../src/uapi/model.ts';
import type { Subject } from '../rule.ts';
import { hasHeader } from './has.ts';

/** Macros and enumerators that a header declares itself; ioctls are among them. */
export const constantsOf = memo(
  ({ macros, enumerators }: ApiHeader): ReadonlySet<string> =>
    new Set([...macros, ...enumerators].map(({ name }) => name)),
);

/**
 * The header that gives whoever includes `from` a constant of that name: itself, or what it includes at any depth.
 * Undefined where none does. A name that moved to an included header is not lost, nor is it new.
 */
export function constantProvider(api: Api, from: string, name: string): string | undefined {
  const seen = new Set<string>([from]);
  for (const at of seen) {
    const header = api.header(at);
    if (!header) continue;
    if (constantsOf(header).has(name)) return at;
    for (const next of header.includes) seen.add(next);
  }
  return undefined;
}

/** What a header includes, at any depth, by installed names. */
export function includesOf(api: Api, from: string): ReadonlySet<string> {
  const seen = new Set<string>();
  for (const next of api.header(from)?.includes ?? []) seen.add(next);
  for (const at of seen) for (const next of api.header(at)?.includes ?? []) seen.add(next);
  return seen;
}

/** Headers that exist on both sides: what a header brings or takes as a whole is the tree's affair, not a name's. */
export function keptHeaders({ before, after }: Comparison): (name: string) => boolean {
  const known = new Map<string, boolean>();
  return (name) => {
    let kept = known.get(name);
    if (kept === undefined) {
      kept = hasHeader(before, name) && hasHeader(after, name);
      known.set(name, kept);
    }
    return kept;
  };
}

/** One computation a comparison, since several rules share its result. */
export function once<T>(compute: (uapi: Comparison) => T): (subject: Subject) => T | undefined {
  const of = memo(compute);
  return ({ uapi }) => uapi && of(uapi);
}

/**
 * How alike two names are behind what both begin with, by the words that both have: `A_B_DONE` and `A_B_V1_DONE` 0.5,
 * `A_B_DONE` and `A_B_FAILED` 0; 1 where one of them goes on where the other ends.
 */
export function nameLikeness(one: string, other: string): number {
  const [a = [], b = []] = [one, other].map((name) => name.toLowerCase().split('_').filter(Boolean));
  let common = 0;
  while (common < Math.min(a.length, b.length) && a[common] === b[common]) common++;
  if (common > 0 && (common === a.length || common === b.length)) return 1;
  const left = b.slice(common);
  const length = Math.max(a.length, b.length) - common;
  let shared = 0;
  for (const word of a.slice(common)) {
    const at = left.indexOf(word);
    if (at < 0) continue;
    left.splice(at, 1);
    shared++;
  }
  return shared / length;
}
