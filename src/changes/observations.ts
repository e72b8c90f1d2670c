// SPDX-License-Identifier: GPL-2.0-only
import type { RunChange } from './change.ts';

/** What tests saw, by their keys. */
export type Observations = Readonly<Record<string, string>>;

/**
 * Observations that are not as they were. That one is another is no fault by itself: a test fails where the design
 * promised the old one.
 */
export function observationChanges(design: string, before: Observations, after: Observations): RunChange[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((name): RunChange[] => {
    const [was, is] = [before[name], after[name]];
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
