// SPDX-License-Identifier: GPL-2.0-only

/** Source of the regular expression for a pattern: `*` stands for anything, `?` for one character. */
export function globSource(pattern: string): string {
  return pattern
    .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
}
