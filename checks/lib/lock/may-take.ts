// SPDX-License-Identifier: GPL-2.0-only
// Which locks a function may take, by the texts alone: to walk one function takes a millisecond, and most of them have no
// two locks that another one takes the other way round.
import { normalise } from '../../../src/c/lines.ts';
import type { SourceFile } from '../../../src/c/parse.ts';
import { memo } from '../../../src/memo.ts';
import type { Sources } from '../../../src/series/topic.ts';
import { type CodePart, partsThatDefine } from '../driver/functions.ts';
import { targetsByVariable } from './callees.ts';
import { TAKEN, takingOf } from './kinds.ts';

/** Functions that lead to a lock through more calls than this are not followed. */
export const DEPTH = 4;

/**
 * Locks of one member of one type are one to lockdep; undefined for a pointer whose lock that is nobody says.
 *
 * @param text of the function, masked
 */
export function classOf(text: string, key: string): string | undefined {
  const [, global] = /^&(\w+)$/.exec(key) ?? [];
  if (global !== undefined) return new RegExp(`\\b${global}\\b\\s*[;=,]`).test(text) ? undefined : global;
  const [, base, member] = /^&?(\w+)(?:->|\.)(\w+)$/.exec(key) ?? [];
  if (base === undefined || member === undefined) return undefined;
  // One declaration may have several names; the next one is another's.
  const declared = new RegExp(`\\bstruct\\s+(\\w+)\\s(?:(?!struct\\b)[\\w*,=\\s])*?\\*?\\b${base}\\b`);
  const type = declared.exec(text)?.[1];
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
const ownLocks = memo((part: CodePart): OwnLocks => {
  const [held, taken] = [new Set<string>(), new Set<string>()];
  const guards = part.text.includes('guard(');
  if (!guards && !TAKEN.test(part.text)) return { held, taken };
  const text = part.masked();
  const add = (key: string, ...to: Set<string>[]) => {
    const name = classOf(text, key);
    if (name !== undefined) for (const set of to) set.add(name);
  };
  const flat = normalise(text);
  for (const [, name = '', key = ''] of flat.matchAll(CALL)) {
    const taking = takingOf(name);
    if (!taking || taking.family === 'rcu' || taking.family === 'preempt') continue;
    add(key, held, ...(name.includes('trylock') ? [] : [taken]));
  }
  if (guards) for (const [, key = ''] of flat.matchAll(GUARD)) add(key, held);
  return { held, taken };
});

/** What a function may call, by its text, that behind its variables included. */
const mentionedIn = memo((part: CodePart): ReadonlySet<string> => {
  const behind = targetsByVariable(part.text);
  const names = new Set<string>();
  for (const [, name = ''] of part.text.matchAll(/\b(\w+)\s*\)?\s*\(/g))
    for (const each of [name, ...(behind.get(name) ?? [])]) names.add(each);
  return names;
});

const calledIn = memo((sources: Sources) =>
  memo((part: CodePart): readonly CodePart[] =>
    [...mentionedIn(part)].flatMap((name) => partsThatDefine(sources, part.file, name)),
  ),
);

const takenIn = memo((_: Sources) => new Map<CodePart, (ReadonlySet<string> | undefined)[]>());

/** All locks that a function may wait for, itself or through so many calls. */
function takenBy(sources: Sources, part: CodePart, depth: number): ReadonlySet<string> {
  const known = takenIn(sources);
  const byDepth = known.get(part) ?? [];
  known.set(part, byDepth);
  const done = byDepth[depth];
  if (done) return done;
  const made = new Set(ownLocks(part).taken);
  if (depth > 0)
    for (const called of calledIn(sources)(part))
      for (const lock of takenBy(sources, called, depth - 1)) made.add(lock);
  byDepth[depth] = made;
  return made;
}

/** Whether a function that is called from a file may wait for one of these locks. */
export function mayTake(
  sources: Sources,
  from: SourceFile,
  name: string,
  depth: number,
  locks: ReadonlySet<string>,
): boolean {
  return partsThatDefine(sources, from, name).some((part) =>
    [...takenBy(sources, part, depth)].some((lock) => locks.has(lock)),
  );
}

/** Pairs of locks of which a function may take the second one under the first: `from to`. */
export function mayPair(sources: Sources, part: CodePart): string[] {
  const { held } = ownLocks(part);
  if (held.size === 0) return [];
  const taken = [...takenBy(sources, part, DEPTH)];
  return [...held].flatMap((from) => taken.filter((to) => from !== to).map((to) => `${from} ${to}`));
}
