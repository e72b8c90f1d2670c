// SPDX-License-Identifier: GPL-2.0-only
import type { Patch } from '../../../src/series/compose.ts';
import type { Mentioning } from '../../rule.ts';
import { bitSets, constantsIn, definedIn, flagsSet } from './bits.ts';
import { finalTexts, patchChanges } from './changes.ts';

/** A word to look for in the rest of the tree, and as what it stands there. */
export interface AskedWord {
  readonly kind: 'constant' | 'call' | 'word-written';
  readonly name: string;
  /** Whether the functions are wanted that mention it; otherwise the names of the files are enough. */
  readonly functions: boolean;
}

/** A series that touches more words than these moves code or removes a driver; nobody reads so many answers. */
const MOST_LOST = 60;
const SHORTEST = 5;

/** What the rules of this family ask the rest of the tree, of some patches. */
export function askedWords(patches: readonly Patch[]): AskedWord[] {
  const changes = patchChanges({ patches });
  const own = definedIn(changes.flatMap(({ added }) => added));
  const words = new Map<string, AskedWord>();
  const ask = (kind: AskedWord['kind'], name: string, functions: boolean) => {
    if (name.length >= SHORTEST && !words.get(name)?.functions) words.set(name, { kind, name, functions });
  };
  const lost = lostConstants(patches);
  if (lost.length <= MOST_LOST) for (const name of lost) ask('constant', name, false);
  for (const change of changes) {
    for (const { constant } of flagsSet(change)) if (!own.has(constant)) ask('constant', constant, true);
    for (const { member, target } of bitSets(change.functions.flatMap(({ added }) => added)))
      if (target.includes('->')) ask('word-written', member, true);
  }
  return [...words.values()];
}

/** Constants that the patches take out of every file that they change, headers of the UAPI left aside. */
export function lostConstants(patches: readonly Patch[]): string[] {
  const changes = patchChanges({ patches });
  const gone = new Set(
    changes.flatMap(({ removed }) =>
      removed.filter(({ path }) => !isUapi(path)).flatMap(({ text }) => constantsIn(text)),
    ),
  );
  if (gone.size === 0) return [];
  const left = new Set<string>();
  for (const [path, text] of finalTexts({ patches }))
    if (text !== undefined && !isUapi(path) && /\.[ch]$/.test(path))
      for (const name of constantsIn(text)) left.add(name);
  return [...gone].filter((name) => !left.has(name)).sort();
}

export function isUapi(path: string): boolean {
  return /(^|\/)include\/uapi\//.test(path);
}

const LONGEST_ACCESSOR = 40;

/** Whether a function does little more than tell whether a word is set: who calls it reads the word. */
export function isAccessor({ text, name }: Mentioning, word: string): boolean {
  const head = text.slice(0, text.indexOf('{'));
  const lines = text.split('\n').length;
  return lines <= LONGEST_ACCESSOR && /\bbool\b/.test(head) && head.includes(name) && text.includes(word);
}
