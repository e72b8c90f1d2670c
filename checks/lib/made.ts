// SPDX-License-Identifier: GPL-2.0-only
import type { Subject } from '../rule.ts';
import { requestsMadeOf } from './ioctls.ts';
import { macroChanges } from './macros.ts';

/** Macros and ioctls that have other values because one of the given constants has, at any depth. */
export function madeOf(subject: Subject, constants: readonly string[]): string[] {
  const derived = macroChanges(subject)?.derived ?? [];
  const causes = [...constants];
  for (const cause of causes)
    for (const one of derived)
      if (one.cause === cause && !causes.includes(one.pair.name)) causes.push(one.pair.name);
  return [...causes.slice(constants.length), ...requestsMadeOf(subject, causes)];
}
