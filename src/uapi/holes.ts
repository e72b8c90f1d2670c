// SPDX-License-Identifier: GPL-2.0-only
import type { TypeLayout } from './model.ts';

/** Bits that no member covers: offset and length in bits from the start of the whole. */
export interface Hole {
  readonly at: number;
  readonly bits: number;
  /** Behind the last member. */
  readonly tail: boolean;
}

/** What padding a layout has, in order. Where the arms of a union differ in length, the longest counts. */
export function holes({ size, members }: TypeLayout): Hole[] {
  const covered = members
    .map((member) => {
      const from = member.offset * 8 + (member.bitOffset ?? 0);
      return [from, from + (member.bits ?? member.size * 8)] as const;
    })
    .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const found: Hole[] = [];
  let end = 0;
  for (const [from, to] of covered) {
    if (from > end) found.push({ at: end, bits: from - end, tail: false });
    end = Math.max(end, to);
  }
  if (size * 8 > end) found.push({ at: end, bits: size * 8 - end, tail: true });
  return found;
}
