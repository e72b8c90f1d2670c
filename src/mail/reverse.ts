// SPDX-License-Identifier: GPL-2.0-only
import type { FileDiff } from './diff.ts';
import type { Hunk } from './hunk.ts';

/** What undoes a diff; undefined for a copy, of which nobody can tell whether the file was there before, and for bytes. */
export function reversed(diff: FileDiff): FileDiff | undefined {
  if (diff.copied || diff.binary) return undefined;
  const { oldPath, newPath, oldMode, newMode, hunks, line } = diff;
  return {
    ...{ oldPath: newPath, newPath: oldPath, oldMode: newMode, newMode: oldMode },
    ...{ oldBlob: undefined, copied: false, binary: false, line, hunks: hunks.map(undone) },
  };
}

function undone({ oldStart, oldLines, newStart, newLines, section, lines }: Hunk): Hunk {
  const other: Readonly<Record<string, string>> = { '+': '-', '-': '+' };
  return {
    ...{ oldStart: newStart, oldLines: newLines, newStart: oldStart, newLines: oldLines, section },
    lines: lines.map((line) => `${other[line[0] ?? ''] ?? line[0] ?? ''}${line.slice(1)}`),
  };
}
