// SPDX-License-Identifier: GPL-2.0-only

/**
 * How a topic's layout calls a file that it knows by its role, whatever a tree calls it: `layout.driver`,
 * `layout.device.path`; undefined for a file that it does not name.
 */
export function roleOf(layout: unknown, path: string): string | undefined {
  for (const [name, value] of entriesOf(layout)) {
    if (value === path) return `layout.${name}`;
    if (entriesOf(value).some(([part, inner]) => part === 'path' && inner === path))
      return `layout.${name}.path`;
  }
  return undefined;
}

/** Properties that can be read; a role that is not in the tree may say so when it is asked for. */
function entriesOf(value: unknown): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.keys(value).flatMap((name): [string, unknown][] => {
    try {
      return [[name, (value as Record<string, unknown>)[name]]];
    } catch {
      return [];
    }
  });
}
