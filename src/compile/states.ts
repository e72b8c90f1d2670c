// SPDX-License-Identifier: GPL-2.0-only
import type { PatchState } from './patches.ts';
import type { TextOverlay } from './workspace.ts';

/** What one patch does to its files; undefined where there is none. */
export interface PatchTexts {
  readonly name: string;
  readonly before: TextOverlay;
  readonly after: TextOverlay;
}

/** Patches one after another as states, and what lies below the first: the texts that it and the others found. */
export function statesOf(patches: readonly PatchTexts[]): { base: TextOverlay; states: PatchState[] } {
  const base = new Map<string, string | undefined>();
  for (const { before, after } of patches)
    for (const path of new Set([...before.keys(), ...after.keys()]))
      if (!base.has(path)) base.set(path, before.get(path));
  const texts = new Map(base);
  const states = patches.map(({ name, after }) => {
    for (const [path, text] of after) texts.set(path, text);
    return { name, texts: new Map(texts) };
  });
  return { base, states };
}
