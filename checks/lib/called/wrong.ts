// SPDX-License-Identifier: GPL-2.0-only

import type { Subject } from '../../rule.ts';
import { finalTexts } from '../review/changes.ts';
import { addedCalls, type NamedCall } from './calls.ts';
import { type Wrong, wrongOf } from './judge.ts';
import { plainCode } from './plain.ts';

/** A call that the tree cannot take. */
export interface WrongCall<K extends Wrong['kind']> {
  readonly call: NamedCall;
  readonly wrong: Extract<Wrong, { kind: K }>;
}

/**
 * Calls in lines that patches add which the tree cannot take, of one kind; of each name in a file the first. Calls that a
 * later patch takes back are left out.
 */
export function wrongCalls<K extends Wrong['kind']>(subject: Subject, kind: K): WrongCall<K>[] {
  const { elsewhere } = subject;
  if (!elsewhere?.called) return [];
  const texts = new Map<string, string>();
  for (const [path, text] of finalTexts(subject)) if (text !== undefined) texts.set(path, text);
  const told = new Set<string>();
  return addedCalls(subject).flatMap((call): WrongCall<K>[] => {
    const { path, name } = call;
    const key = `${path} ${name}`;
    const text = texts.get(path);
    if (told.has(key) || text === undefined || !plainCode(text).includes(call.text)) return [];
    const tree = elsewhere.called?.(name);
    const wrong = tree && wrongOf(call, { path, text }, texts, tree);
    if (wrong?.kind !== kind) return [];
    told.add(key);
    return [{ call, wrong: wrong as Extract<Wrong, { kind: K }> }];
  });
}
