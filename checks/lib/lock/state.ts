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
export class State {
  #identity: string | undefined;

  constructor(
    readonly held: readonly HeldLock[],
    /** Conditions that were decided on the way here, by their text. */
    readonly assumed: ReadonlyMap<string, boolean>,
    /** The caller's locks that were released on the way here. */
    readonly released: number,
  ) {}

  holding(held: readonly HeldLock[]): State {
    return new State(held, this.assumed, this.released);
  }

  assuming(assumed: ReadonlyMap<string, boolean>): State {
    return new State(this.held, assumed, this.released);
  }

  /** The same of two states that say the same; a state is compared behind each statement that it comes past. */
  get identity(): string {
    this.#identity ??= identityOf(this);
    return this.#identity;
  }
}

export const BEGIN = new State([], new Map(), 0);

export function take(state: State, key: string, { family, context }: Taking, node: SyntaxNode): State {
  return state.holding([...state.held, { key, family, context, node, at: node.startIndex }]);
}

/** By its text, else the last of its family: two names of one lock are common. */
export function release(state: State, key: string, family: LockFamily): State {
  const { held } = state;
  const at = held.findLastIndex((one) => one.family === family && one.key === key);
  const found = at >= 0 ? at : held.findLastIndex((one) => one.family === family);
  if (found < 0) return new State(held, state.assumed, state.released + 1);
  return state.holding(held.filter((_, index) => index !== found));
}

export function assume(state: State, condition: string, truth: boolean): State {
  return state.assuming(new Map(state.assumed).set(condition, truth));
}

/** Whether a condition mentions a variable, for forget(). */
export function mentionOf(variable: string): RegExp {
  return new RegExp(`(?<![\\w.>])${variable.replaceAll(/[^\w]/g, '\\$&')}\\b`);
}

/** Nothing is known any more of what mentions a variable. */
export function forget(state: State, mention: RegExp): State {
  if (state.assumed.size === 0) return state;
  const left = [...state.assumed].filter(([condition]) => !mention.test(condition));
  return left.length === state.assumed.size ? state : state.assuming(new Map(left));
}

/**
 * More paths than this are not followed one by one: what they assume is forgotten first, and which locks are held on some
 * of them only, for what was assumed may decide that.
 */
const PATHS = 128;

/** Thrown where a function has too many paths: nothing is said of it. */
export class TooManyPaths extends Error {}

/** Without those that say the same. @throws TooManyPaths */
export function distinctStates(states: readonly State[]): State[] {
  if (states.length < 2) return [...states];
  const once = (all: readonly State[]) => [...new Map(all.map((state) => [state.identity, state])).values()];
  const known = once(states);
  if (known.length <= PATHS) return known;
  const isEverywhere = (one: HeldLock) => known.every(({ held }) => held.includes(one));
  const vague = once(
    known.map(({ held, released }) => new State(held.filter(isEverywhere), new Map(), released)),
  );
  if (vague.length > PATHS) throw new TooManyPaths();
  return vague;
}

function identityOf({ held, assumed, released }: State): string {
  const locks = held.map(({ key, at }) => `${key}@${at}`).join();
  if (assumed.size === 0) return `${locks};${released};`;
  return `${locks};${released};${[...assumed]
    .map(([text, truth]) => `${text}=${truth}`)
    .sort()
    .join()}`;
}
