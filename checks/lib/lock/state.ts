// SPDX-License-Identifier: GPL-2.0-only
import type { SyntaxNode } from '../../../src/c/parse.ts';
import type { LockContext, LockFamily, Taking } from './kinds.ts';

/** A lock that is held on a path. */
export interface HeldLock {
  /** What was passed, on one line: `&lamp->lock`; empty for rcu_read_lock(). */
  readonly key: string;
  readonly family: LockFamily;
  readonly context: LockContext;
  /** The call that took it, and where that begins. */
  readonly node: SyntaxNode;
  readonly at: number;
}

/** What is known on a path through a function. */
export interface State {
  readonly held: readonly HeldLock[];
  /** Conditions that were decided on the way here, by their text. */
  readonly assumed: ReadonlyMap<string, boolean>;
  /** The caller's locks that were released on the way here. */
  readonly released: number;
}

export const BEGIN: State = { held: [], assumed: new Map(), released: 0 };

export function take(state: State, key: string, { family, context }: Taking, node: SyntaxNode): State {
  return { ...state, held: [...state.held, { key, family, context, node, at: node.startIndex }] };
}

/** By its text, else the last of its family: two names of one lock are common. */
export function release(state: State, key: string, family: LockFamily): State {
  const { held } = state;
  const at = held.findLastIndex((one) => one.family === family && one.key === key);
  const found = at >= 0 ? at : held.findLastIndex((one) => one.family === family);
  if (found < 0) return { ...state, released: state.released + 1 };
  return { ...state, held: held.filter((_, index) => index !== found) };
}

export function assume(state: State, condition: string, truth: boolean): State {
  return { ...state, assumed: new Map(state.assumed).set(condition, truth) };
}

/** Whether a condition mentions a variable, for forget(). */
export function mentionOf(variable: string): RegExp {
  return new RegExp(`(?<![\\w.>])${variable.replaceAll(/[^\w]/g, '\\$&')}\\b`);
}

/** Nothing is known any more of what mentions a variable. */
export function forget(state: State, mention: RegExp): State {
  if (state.assumed.size === 0) return state;
  const left = [...state.assumed].filter(([condition]) => !mention.test(condition));
  return left.length === state.assumed.size ? state : { ...state, assumed: new Map(left) };
}

/** More paths than this are not followed one by one: what they assume is forgotten first. */
const PATHS = 128;

/** Thrown where a function has too many paths: nothing is said of it. */
export class TooManyPaths extends Error {}

/** Without those that say the same. @throws TooManyPaths */
export function distinctStates(states: readonly State[]): State[] {
  if (states.length < 2) return [...states];
  const once = (all: readonly State[]) => [...new Map(all.map((state) => [identity(state), state])).values()];
  const known = once(states);
  if (known.length <= PATHS) return known;
  const vague = once(known.map((state) => ({ ...state, assumed: new Map() })));
  if (vague.length > PATHS) throw new TooManyPaths();
  return vague;
}

function identity({ held, assumed, released }: State): string {
  const locks = held.map(({ key, at }) => `${key}@${at}`).join();
  if (assumed.size === 0) return `${locks};${released};`;
  return `${locks};${released};${[...assumed]
    .map(([text, truth]) => `${text}=${truth}`)
    .sort()
    .join()}`;
}
