// SPDX-License-Identifier: GPL-2.0-only
import type { SourceFile, SyntaxNode } from '../../../src/c/parse.ts';
import type { Sources } from '../../../src/series/topic.ts';
import { type Code, functionName } from '../driver/code.ts';
import { codePartsOf, definitionOf } from '../driver/functions.ts';
import { behindVariable } from './callees.ts';
import { takingOf } from './kinds.ts';
import { classOf, DEPTH, mayPair, mayTake } from './may-take.ts';
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

/** Of each function, the locks that it takes itself or through so many calls, as far as some of them are asked for. */
interface Taken {
  readonly asked: ReadonlySet<string>;
  readonly by: Map<Code, (ReadonlySet<string> | undefined)[]>;
}

/** Pairs that functions of these files take one in the other, of those that are asked for: each as `from to`. */
export function edgesOf(sources: Sources, files: readonly SourceFile[], asked: ReadonlySet<string>): Edge[] {
  const seconds = new Set([...asked].map((pair) => pair.slice(pair.indexOf(' ') + 1)));
  const taken: Taken = { asked: seconds, by: new Map() };
  return files
    .flatMap(codePartsOf)
    .filter((part) => mayPair(sources, part).some((pair) => asked.has(pair)))
    .flatMap(({ functions }) => functions())
    .flatMap((code) => edgesIn(sources, code, taken))
    .filter(({ from, to }) => asked.has(`${from} ${to}`));
}

function edgesIn(sources: Sources, code: Code, taken: Taken): Edge[] {
  const found = new Map<string, Edge>();
  const name = functionName(code.node) ?? '';
  const { calls, exits } = walked(code);
  if (!exits) return [];
  for (const { call, held } of calls) {
    const waiting = held.filter(({ family }) => family !== 'rcu' && family !== 'preempt');
    if (waiting.length === 0) continue;
    const own = new Set(waiting.map(({ key }) => classOf(code.node.text, key)));
    for (const to of takenBy(sources, code, call.name, call.arguments[0] ?? '', taken, DEPTH))
      for (const one of waiting) {
        const from = classOf(code.node.text, one.key);
        // What the function holds already is not taken by what it calls: that is another one, or another way.
        if (from === undefined || own.has(to)) continue;
        const edge = { from, to, held: one, node: call.node, file: code.file, function: name };
        if (!found.has(`${from} ${to}`)) found.set(`${from} ${to}`, edge);
      }
  }
  return [...found.values()];
}

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
    const own = classOf(around.node.text, first);
    return new Set(own === undefined ? [] : [own]);
  }
  if (depth === 0) return new Set();
  const all = [name, ...behindVariable(around, name)].flatMap((target) => {
    if (!mayTake(sources, around.file, target, depth - 1, known.asked)) return [];
    const code = definitionOf(sources, around.file, target);
    return code ? [...locksOf(sources, code, known, depth - 1)] : [];
  });
  return new Set(all);
}

function locksOf(sources: Sources, code: Code, known: Taken, depth: number): ReadonlySet<string> {
  const byDepth = known.by.get(code) ?? [];
  known.by.set(code, byDepth);
  const done = byDepth[depth];
  if (done) return done;
  byDepth[depth] = new Set();
  const made = new Set<string>();
  for (const { call, released } of walked(code).calls) {
    // Behind a release of the caller's lock nothing is taken under it.
    if (released > 0) continue;
    for (const one of takenBy(sources, code, call.name, call.arguments[0] ?? '', known, depth)) made.add(one);
  }
  byDepth[depth] = made;
  return made;
}
