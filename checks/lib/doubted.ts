// SPDX-License-Identifier: GPL-2.0-only
import type { ApiHeader, Comparison, Pair } from '../../src/uapi/model.ts';

type Kind = 'macros' | 'enumerators';

/** Names of both sides that are in none of the lists of what differs, since no value is known on both sides that does. */
export function doubted<K extends Kind>(uapi: Comparison, kind: K): Pair<ApiHeader[K][number]>[] {
  const listed = new Set(uapi[kind].map(({ header, name }) => `${header} ${name}`));
  return uapi.unresolved.flatMap(({ header, name }): Pair<ApiHeader[K][number]>[] => {
    if (name === '' || listed.has(`${header} ${name}`)) return [];
    const [before, after] = [uapi.before, uapi.after].map((api) =>
      (api.header(header)?.[kind] as readonly ApiHeader[K][number][] | undefined)?.find(
        (one) => one.name === name,
      ),
    );
    return before && after ? [{ name, header, before, after }] : [];
  });
}
