// SPDX-License-Identifier: GPL-2.0-only
import type { DiffLine } from './mail-diff.ts';

export function isKconfig(path: string): boolean {
  return /(^|\/)Kconfig[^/]*$/.test(path);
}

/** The added lines of each new option of a hunk. */
export function newOptions(hunk: readonly DiffLine[]): DiffLine[][] {
  const options: DiffLine[][] = [];
  let current: DiffLine[] | undefined;
  const gone = new Set(hunk.filter(({ sign }) => sign === '-').map(({ text }) => text.trim()));
  for (const line of hunk) {
    if (line.sign === '-') continue;
    if (/^(menu)?config\s+\w+/.test(line.text)) {
      current = line.sign === '+' && !gone.has(line.text.trim()) ? [] : undefined;
      if (current) options.push(current);
    } else if (/^\S/.test(line.text)) current = undefined;
    if (line.sign === '+') current?.push(line);
  }
  return options;
}
