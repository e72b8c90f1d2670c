// SPDX-License-Identifier: GPL-2.0-only

/** Directories that were renamed: the memory manager's tests in v6.3. One that only moved keeps its last name. */
const RENAMED: readonly (readonly string[])[] = [['vm', 'mm']];

/**
 * Directories of a tree's selftests that are the asked one under another name.
 *
 * @param word as --tests has it: `openat2`, `mm:mremap_test`
 * @param known directories of the tree
 */
export function movedTo(word: string, known: readonly string[]): string[] {
  const asked = word.split(':')[0]?.replace(/\/+$/, '') ?? '';
  const names = RENAMED.find((names) => names.includes(asked)) ?? [lastOf(asked)];
  return known.filter((directory) => directory !== asked && names.includes(lastOf(directory)));
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
