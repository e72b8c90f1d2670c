// SPDX-License-Identifier: GPL-2.0-only
import type { OutlinedChange } from './change.ts';
import type { Fit } from './place.ts';
import type { OutlinedFile } from './side.ts';
import { type TextLine, telling } from './text-lines.ts';

/** Where the lines directly around a change are in the target: between which of its lines it belongs. */
export interface Gap {
  /** Line of the target that the nearest line above is; one before the region where none is. */
  readonly above: number;
  /** Line of the target that the nearest line below is; the region's end where none is. */
  readonly below: number;
  /** Lines of the base directly around the change that the target lacks. */
  readonly lacking: readonly TextLine[];
  /** Lines of the target that stand between the two and that the base has not. */
  readonly further: readonly TextLine[];
  /** How much of what stands around the change in the base stands around the gap, 0 to 1. */
  readonly likeness: number;
  /** Whether the lines directly around were both found. */
  readonly whole: boolean;
  /** Whether a line that tells something, and is the same, is among the nearest. */
  readonly told: boolean;
}

/** So many lines on each side of a change speak for its place. */
const NEAR = 8;
/** As far as those may have been moved apart by lines that the target has more. */
const APART = 24;

export function gapOf(
  { base, target, alignment }: Fit,
  { from, to }: Pick<OutlinedChange, 'from' | 'to'>,
  lines: OutlinedFile,
  others: OutlinedFile,
): Gap {
  const at = (line: number) => alignment.to[line - base.from] ?? -1;
  let [up, down] = [from - 1, to];
  while (up >= base.from && at(up) < 0) up--;
  while (down < base.to && at(down) < 0) down++;
  const above = up < base.from ? target.from - 1 : target.from + at(up);
  const below = down >= base.to ? target.to : target.from + at(down);
  let [said, heard, told] = [0, 0, false];
  for (let away = 1; away <= NEAR; away++)
    for (const [line, middle] of [
      [from - away, above],
      [to + away - 1, below],
    ] as const) {
      if (line < base.from || line >= base.to) continue;
      const weight = (lines.lines[line] as TextLine).weight * (1 - away / (2 * NEAR));
      said += weight;
      const place = at(line) < 0 ? -1 : target.from + at(line);
      if (place < 0 || Math.abs(place - middle) > APART) continue;
      const share = alignment.likeness[line - base.from] ?? 0;
      heard += weight * share;
      if (share === 1 && away <= 5 && telling(lines.lines[line] as TextLine)) told = true;
    }
  return {
    ...{ above, below, told },
    lacking: [...lines.lines.slice(up + 1, from), ...lines.lines.slice(to, down)],
    further: others.lines.slice(above + 1, below),
    likeness: said === 0 ? 1 : heard / said,
    whole: up === from - 1 && down === to,
  };
}
