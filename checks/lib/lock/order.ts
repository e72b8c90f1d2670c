// SPDX-License-Identifier: GPL-2.0-only
import type { SourceFile, SyntaxNode } from '../../../src/c/parse.ts';
import { memo } from '../../../src/memo.ts';
import type { Sources } from '../../../src/series/topic.ts';
import { type Code, functionName } from '../driver/code.ts';
import { definitionOf, functionsOfFile } from '../driver/functions.ts';
import { behindVariable } from './callees.ts';
import { TAKEN, takingOf } from './kinds.ts';
import type { HeldLock } from './state.ts';
import { walked } from './walked.ts';

/** One lock is taken while another is held. */
export interface Edge {
  /** `lamp.lock` of `&lamp->lock` where lamp is a struct lamp. */
  readonly from: string;
  readonly to: string;
  readonly held: HeldLock;
  /** The call that takes the second, or that leads there. */
  readonly node: SyntaxNode;
  readonly file: SourceFile;
  /** The function that holds the first. */
  readonly function: string;
}

/** Of each function, the locks that it takes itself or through so many calls. */
type Taken = Map<Code, (ReadonlySet<string> | undefined)[]>;

/** All pairs of locks that the functions of these files take one in the other. */
export function edgesOf(sources: Sources, files: readonly SourceFile[]): Edge[] {
  const taken: Taken = new Map();
  return files.flatMap((file) =>
    functionsOfFile(file).flatMap((code) => {
      if (!TAKEN.test(code.node.text)) return [];
      return edgesIn(sources, code, taken);
    }),
  );
}

function edgesIn(sources: Sources, code: Code, taken: Taken): Edge[] {
  const found = new Map<string, Edge>();
  const name = functionName(code.node) ?? '';
  const { calls, exits } = walked(code);
  if (!exits) return [];
  for (const { call, held } of calls) {
    const waiting = held.filter(({ family }) => family !== 'rcu' && family !== 'preempt');
    if (waiting.length === 0) continue;
    for (const to of takenBy(sources, code, call.name, call.arguments[0] ?? '', taken, DEPTH))
      for (const one of waiting) {
        const from = classOf(code, one.key);
        if (from === undefined || from === to) continue;
        const edge = { from, to, held: one, node: call.node, file: code.file, function: name };
        if (!found.has(`${from} ${to}`)) found.set(`${from} ${to}`, edge);
      }
  }
  return [...found.values()];
}

/** Functions that lead to a lock through more calls than this are not followed. */
const DEPTH = 4;

/** Locks that a call waits for, itself or in what it calls. */
function takenBy(
  sources: Sources,
  around: Code,
  name: string,
  first: string,
  known: Taken,
  depth: number,
): ReadonlySet<string> {
  const taking = takingOf(name);
  if (taking) {
    if (/trylock/.test(name) || taking.family === 'rcu' || taking.family === 'preempt') return new Set();
    const own = classOf(around, first);
    return new Set(own === undefined ? [] : [own]);
  }
  if (depth === 0) return new Set();
  const all = [name, ...behindVariable(around, name)].flatMap((target) => {
    const code = definitionOf(sources, around.file, target);
    return code ? [...locksOf(sources, code, known, depth - 1)] : [];
  });
  return new Set(all);
}

/** Names that a function may call, by its text, those behind its variables among them. */
const mentionedIn = memo((code: Code): readonly string[] => {
  const names = new Set<string>();
  for (const [, name = ''] of code.node.text.matchAll(/\b(\w+)\s*\)?\s*\(/g))
    for (const each of [name, ...behindVariable(code, name)]) names.add(each);
  return [...names];
});

const mayTakeOnce = memo((_: Sources) => new Map<Code, (boolean | undefined)[]>());

/** Whether a function may lead to a lock, by the texts alone: most do not, and to walk one takes a millisecond. */
function mayTake(sources: Sources, code: Code, depth: number): boolean {
  const known = mayTakeOnce(sources);
  const byDepth = known.get(code) ?? [];
  known.set(code, byDepth);
  const done = byDepth[depth];
  if (done !== undefined) return done;
  const made =
    TAKEN.test(code.node.text) ||
    (depth > 0 &&
      mentionedIn(code).some((name) => {
        const called = definitionOf(sources, code.file, name);
        return called !== undefined && mayTake(sources, called, depth - 1);
      }));
  byDepth[depth] = made;
  return made;
}

function locksOf(sources: Sources, code: Code, known: Taken, depth: number): ReadonlySet<string> {
  const byDepth = known.get(code) ?? [];
  known.set(code, byDepth);
  const done = byDepth[depth];
  if (done) return done;
  byDepth[depth] = new Set();
  if (!mayTake(sources, code, depth)) return byDepth[depth] as ReadonlySet<string>;
  const made = new Set<string>();
  for (const { call, released } of walked(code).calls) {
    // Behind a release of the caller's lock nothing is taken under it.
    if (released > 0) continue;
    for (const one of takenBy(sources, code, call.name, call.arguments[0] ?? '', known, depth)) made.add(one);
  }
  byDepth[depth] = made;
  return made;
}

/** Locks of one member of one type are one to lockdep; undefined for a pointer whose lock that is nobody says. */
function classOf({ node }: Code, key: string): string | undefined {
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
