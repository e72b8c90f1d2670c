// SPDX-License-Identifier: GPL-2.0-only

/** What the conditions of a Kbuild file ask. */
export interface KbuildWorld {
  /** Value of a make variable: `SRCARCH`, `srctree`. */
  readonly variables: Readonly<Record<string, string>>;
  /** Whether a file exists, by its path in the tree; generated ones are `include/generated/…` and `arch/…/generated/…`. */
  exists(path: string): boolean;
}

/**
 * The lists of a Kbuild file, by name: `generic-y`, `no-export-headers`. Understands what the files of exported
 * headers use: assignments, and `ifeq`, `ifneq`, `else`, `endif` over variables and `$(wildcard …)`.
 */
export function kbuildLists(text: string, world: KbuildWorld): Map<string, string[]> {
  const lists = new Map<string, string[]>();
  /** Of each open conditional, whether its branch is taken. */
  const taken: boolean[] = [];
  for (const line of kbuildLines(text)) {
    const condition = /^(ifeq|ifneq)\s*\((.*),(.*)\)\s*$/.exec(line);
    if (condition) {
      const [, word, left = '', right = ''] = condition;
      taken.push((expand(left, world) === expand(right, world)) === (word === 'ifeq'));
    } else if (/^else\b/.test(line)) taken.push(!taken.pop());
    else if (/^endif\b/.test(line)) taken.pop();
    else if (taken.every(Boolean)) assign(line, lists, world);
  }
  return lists;
}

function assign(line: string, lists: Map<string, string[]>, world: KbuildWorld): void {
  const [, name, operator, value] = /^([\w-]+)\s*([:+?]?=)\s*(.*)$/.exec(line) ?? [];
  if (name === undefined || value === undefined) return;
  const words = expand(value, world).split(/\s+/).filter(Boolean);
  lists.set(name, operator === '+=' ? [...(lists.get(name) ?? []), ...words] : words);
}

/** Lines without comments, those that end in a backslash joined with the next. */
export function kbuildLines(text: string): string[] {
  return text
    .replace(/\\\n[ \t]*/g, ' ')
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trimEnd())
    .filter(Boolean);
}

function expand(text: string, world: KbuildWorld): string {
  return text
    .replace(/\$\((\w+)\)/g, (_, name: string) => world.variables[name] ?? '')
    .replace(/\$\(wildcard\s+([^)]*)\)/g, (_, paths: string) =>
      paths
        .split(/\s+/)
        .filter((path) => world.exists(path))
        .join(' '),
    )
    .trim();
}
