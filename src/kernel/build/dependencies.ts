// SPDX-License-Identifier: GPL-2.0-only

export interface Dependency {
  package: string;
  /** Where exactly one version will do: `(= 6.1.192-2)`. */
  version?: string;
}

/** The first alternative of every relation in a Depends field (Debian Policy 7.1). */
export function parseDepends(field: string): Dependency[] {
  return field.split(',').flatMap((relation) => {
    const first = relation.split('|')[0] ?? '';
    const [, name, operator, version] =
      /^\s*([a-z0-9][a-z0-9+.-]*)(?::\w+)?\s*(?:\(\s*([<>=]+)\s*([^\s)]+)\s*\))?/.exec(first) ?? [];
    if (!name) return [];
    return operator === '=' && version ? { package: name, version } : { package: name };
  });
}
