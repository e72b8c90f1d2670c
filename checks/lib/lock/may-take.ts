// SPDX-License-Identifier: GPL-2.0-only
// Which locks a function may take, by the texts alone: to walk one function takes a millisecond, and most of them have no
// two locks that another one takes the other way round.
import { normalise } from '../../../src/c/lines.ts';
import { memo } from '../../../src/memo.ts';
import type { Sources } from '../../../src/series/topic.ts';
import type { Code } from '../driver/code.ts';
import { definitionOf } from '../driver/functions.ts';
import { behindVariable } from './callees.ts';
import { TAKEN, takingOf } from './kinds.ts';

/** Functions that lead to a lock through more calls than this are not followed. */
export const DEPTH = 4;

/** Locks of one member of one type are one to lockdep; undefined for a pointer whose lock that is nobody says. */
export function classOf({ node }: Pick<Code, 'node'>, key: string): string | undefined {
  const [, global] = /^&(\w+)$/.exec(key) ?? [];
  if (global !== undefined)
    return new RegExp(`\\b${global}\\b\\s*[;=,]`).test(node.text) ? undefined : global;
  const [, base, member] = /^&?(\w+)(?:->|\.)(\w+)$/.exec(key) ?? [];
  if (base === undefined || member === undefined) return undefined;
  // One declaration may have several names; the next one is another's.
  const declared = new RegExp(`\\bstruct\\s+(\\w+)\\s(?:(?!struct\\b)[\\w*,=\\s])*?\\*?\\b${base}\\b`);
  const type = declared.exec(node.text)?.[1];
  return type === undefined ? undefined : `${type}.${member}`;
}

interface OwnLocks {
  /** Those that it may hold while it goes on. */
  readonly held: ReadonlySet<string>;
  /** Those that it waits for. */
  readonly taken: ReadonlySet<string>;
}

const CALL = /\b(\w+)\((&?\w+(?:(?:->|\.)\w+)?)[,)]/g;
const GUARD = /\bguard\(\w+\)\(([^)]*)\)/g;

/** The locks that a function names itself. */
export const ownLocks = memo((code: Code): OwnLocks => {
  const [held, taken] = [new Set<string>(), new Set<string>()];
  const { text } = code.node;
  const add = (key: string, ...to: Set<string>[]) => {
    const name = classOf(code, key);
    if (name !== undefined) for (const set of to) set.add(name);
  };
  const guards = text.includes('guard(');
  if (!guards && !TAKEN.test(text)) return { held, taken };
  const flat = normalise(text);
  for (const [, name = '', key = ''] of flat.matchAll(CALL)) {
    const taking = takingOf(name);
    if (!taking || taking.family === 'rcu' || taking.family === 'preempt') continue;
    add(key, held, ...(name.includes('trylock') ? [] : [taken]));
  }
  if (guards) for (const [, key = ''] of flat.matchAll(GUARD)) add(key, held);
  return { held, taken };
});

/** Names that a function may call, by its text, those behind its variables among them. */
const mentionedIn = memo((code: Code): readonly string[] => {
  const names = new Set<string>();
  for (const [, name = ''] of code.node.text.matchAll(/\b(\w+)\s*\)?\s*\(/g))
    for (const each of [name, ...behindVariable(code, name)]) names.add(each);
  return [...names];
});

const calledIn = memo((sources: Sources) =>
  memo((code: Code): readonly Code[] =>
    mentionedIn(code).flatMap((name) => definitionOf(sources, code.file, name) ?? []),
  ),
);

const takenIn = memo((_: Sources) => new Map<Code, (ReadonlySet<string> | undefined)[]>());

/** All locks that a function may wait for, itself or through so many calls. */
export function mayTake(sources: Sources, code: Code, depth: number): ReadonlySet<string> {
  const known = takenIn(sources);
  const byDepth = known.get(code) ?? [];
  known.set(code, byDepth);
  const done = byDepth[depth];
  if (done) return done;
  const { taken } = ownLocks(code);
  const made =
    depth === 0
      ? taken
      : new Set([
          ...taken,
          ...calledIn(sources)(code).flatMap((called) => [...mayTake(sources, called, depth - 1)]),
        ]);
  byDepth[depth] = made;
  return made;
}

/** Pairs of locks of which a function may take the second one under the first: `from to`. */
export function mayPair(sources: Sources, code: Code): string[] {
  const { held } = ownLocks(code);
  if (held.size === 0) return [];
  const taken = [...mayTake(sources, code, DEPTH)];
  return [...held].flatMap((from) => taken.filter((to) => from !== to).map((to) => `${from} ${to}`));
}
