// SPDX-License-Identifier: GPL-2.0-only
import { statSync } from 'node:fs';

/** Whether a path leads to a folder; not where a file stands on the way, or links lead in a circle. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch {
    return false;
  }
}
