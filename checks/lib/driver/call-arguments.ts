// SPDX-License-Identifier: GPL-2.0-only
import type { Sources } from '../../../src/series/topic.ts';
import { type BodyPair, changedBodies } from './body.ts';

/** A system call whose arguments are others than before, or in another order. */
export interface ArgumentChange extends BodyPair {
  /** Names in order. */
  readonly was: readonly string[];
  readonly is: readonly string[];
}

const HEAD = /^(?:COMPAT_)?SYSCALL_DEFINE\d\(\s*\w+\s*,?([^()]*(?:\([^()]*\)[^()]*)*)\)/;

/** System calls that take another number of arguments, or the same ones in another order; other names are no change. */
export function argumentChanges(before: Sources, after: Sources): ArgumentChange[] {
  return changedBodies(before, after).flatMap((pair): ArgumentChange[] => {
    const [was, is] = [argumentsOf(pair.before.text), argumentsOf(pair.after.text)];
    if (!was || !is || was.join() === is.join()) return [];
    const moved = was.some((name, at) => is.includes(name) && is[at] !== name);
    return was.length !== is.length || moved ? [{ ...pair, was, is }] : [];
  });
}

/** The names between the types: `SYSCALL_DEFINE2(lamp, int, room, int, hue)` → room, hue. */
function argumentsOf(text: string): string[] | undefined {
  const list = HEAD.exec(text)?.[1];
  if (list === undefined) return undefined;
  const parts = list.split(',').map((one) => one.trim());
  return parts.filter((_, at) => at % 2 === 1);
}
