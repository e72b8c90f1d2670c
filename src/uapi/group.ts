// SPDX-License-Identifier: GPL-2.0-only

/** Items by a key, keys in the order of their first item (Map.groupBy, which Node 20 has not). */
export function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = key(item);
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return groups;
}
