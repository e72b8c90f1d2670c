// SPDX-License-Identifier: GPL-2.0-only
import type { Change } from './change.ts';

/** What tests saw, and what the design promises of it, by one set of keys. */
export interface Seen {
  readonly observations: Readonly<Record<string, string>>;
  readonly contract: Readonly<Record<string, string>>;
}

/**
 * Observations that are not as they were. That one is another is no fault by itself: a test fails where the design
 * promised the old one.
 */
export function observationChanges(design: string, before: Seen, after: Seen): Change[] {
  const keys = new Set([...Object.keys(before.observations), ...Object.keys(after.observations)]);
  return [...keys].flatMap((name): Change[] => {
    const [was, is] = [before.observations[name], after.observations[name]];
    if (was === is) return [];
    const kind = was === undefined ? 'appeared' : is === undefined ? 'disappeared' : 'changed';
    return [
      {
        ...{ kind, of: 'observation', design, name },
        ...(was === undefined ? {} : { before: was }),
        ...(is === undefined ? {} : { after: is }),
      },
    ];
  });
}
