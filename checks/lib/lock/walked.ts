// SPDX-License-Identifier: GPL-2.0-only
import { memo } from '../../../src/memo.ts';
import type { Call, Code } from '../driver/code.ts';
import { type HeldLock, type State, TooManyPaths } from './state.ts';
import { type Exit, walk } from './walk.ts';

/** A call with the locks that are held there on one path or several. */
interface Passed {
  readonly call: Call;
  readonly held: readonly HeldLock[];
  /** The caller's locks that were released on the way here. */
  readonly released: number;
}

/** What all paths through one function pass. */
export interface Walked {
  /** In the order of the walk; up to where it was given up. */
  readonly calls: readonly Passed[];
  /** Undefined where there are too many paths to follow. */
  readonly exits: readonly Exit[] | undefined;
}

/** A function's paths, walked once for all rules about locks. */
export const walked = memo(follow);

function follow(code: Code): Walked {
  const calls: Passed[] = [];
  const byCall = new Map<Call, Passed[]>();
  const call = (one: Call, { held, released }: State) => {
    const before = byCall.get(one) ?? [];
    byCall.set(one, before);
    if (before.some((other) => other.released === released && isSame(other.held, held))) return;
    const passed = { call: one, held, released };
    before.push(passed);
    calls.push(passed);
  };
  try {
    return { exits: walk(code, { call }), calls };
  } catch (error) {
    if (!(error instanceof TooManyPaths)) throw error;
    return { exits: undefined, calls };
  }
}

function isSame(one: readonly HeldLock[], other: readonly HeldLock[]): boolean {
  return one === other || (one.length === other.length && one.every((each, at) => each === other[at]));
}
