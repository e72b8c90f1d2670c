// SPDX-License-Identifier: GPL-2.0-only
import type { FileDiff } from '../mail/diff.ts';

/** A line that a patch adds, at its place behind all patches. */
export interface AddedLine {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** Index of the last patch that wrote it. */
  readonly patch: number;
}

/**
 * The lines that patches add and none of them takes away again, in the order of files and lines.
 *
 * @param patches what each does, in order
 */
export function addedLines(patches: readonly (readonly FileDiff[])[]): AddedLine[] {
  const files = new Map<string, Origins>();
  for (const [patch, diffs] of patches.entries()) {
    for (const { oldPath, newPath, hunks, copied } of diffs) {
      const origins = (oldPath === undefined ? undefined : files.get(oldPath)) ?? new Origins();
      if (oldPath !== undefined && !copied && oldPath !== newPath) files.delete(oldPath);
      if (newPath === undefined) continue;
      files.set(newPath, origins.with(hunks, patch));
    }
  }
  return [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([path, origins]) => origins.lines().map(({ line, patch }) => ({ path, line, patch })));
}

/** Which patch wrote which line of a file, of whose other lines nothing is known. */
class Origins {
  constructor(private readonly written: ReadonlyMap<number, number> = new Map()) {}

  with(hunks: FileDiff['hunks'], patch: number): Origins {
    const next = new Map<number, number>();
    const waiting = [...this.written].sort(([a], [b]) => a - b);
    let moved = 0;
    /** Lines before one of the old file, which no hunk has reached, only move. */
    const moveUntil = (old: number) => {
      for (let one = waiting[0]; one && one[0] < old; one = waiting[0]) {
        next.set(one[0] + moved, one[1]);
        waiting.shift();
      }
    };
    for (const { oldStart, oldLines, lines } of hunks) {
      // Of a hunk without old lines git gives the line behind which it goes.
      let old = oldStart + (oldLines === 0 ? 1 : 0);
      for (const line of lines) {
        moveUntil(old);
        if (line.startsWith('+')) next.set(old + moved++, patch);
        else if (line.startsWith('-')) {
          if (waiting[0]?.[0] === old) waiting.shift();
          old++;
          moved--;
        } else if (!line.startsWith('\\')) old++;
      }
    }
    moveUntil(Number.POSITIVE_INFINITY);
    return new Origins(next);
  }

  lines(): { line: number; patch: number }[] {
    return [...this.written].sort(([a], [b]) => a - b).map(([line, patch]) => ({ line, patch }));
  }
}
