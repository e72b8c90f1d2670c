// SPDX-License-Identifier: GPL-2.0-only
import { memo } from '../../memo.ts';
import { headerText } from '../header-text.ts';
import type { Api } from '../model.ts';

/** Names of headers by their texts' hashes; what kbuild makes is left out, for wrappers are alike. */
const byHash = memo((api: Api): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  for (const name of new Set(api.targets.flatMap((target) => api.headers.names(target)))) {
    const text = headerText(api, name);
    if (text && !text.generated) found.set(text.hash, name);
  }
  return found;
});

/**
 * The header that a new one is under a second name, as a symbolic link is: one that both sides have, and that has the
 * same text on both.
 */
export function keptTwin(name: string, before: Api, after: Api): string | undefined {
  const text = headerText(after, name);
  if (!text || text.generated || headerText(before, name)) return undefined;
  const twin = byHash(before).get(text.hash);
  return twin !== undefined && headerText(after, twin)?.hash === text.hash ? twin : undefined;
}
