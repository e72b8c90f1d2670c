// SPDX-License-Identifier: GPL-2.0-only

/** Samples as counts of values: of a histogram the middle of each bucket. */
export type Counted = readonly { readonly value: number; readonly count: number }[];

/** What a rank test says of two sets of samples. */
export interface Ranked {
  /** Two-sided, by the normal approximation with ties and continuity corrected for. */
  readonly p: number;
  /** Cliff's delta, from -1 (each later sample is less) to 1 (each is greater). */
  readonly effect: number;
}

/**
 * The Mann-Whitney U test of two sets of samples, and the size of the effect.
 *
 * @returns undefined where one has no sample
 * @see H. B. Mann and D. R. Whitney, 1947, DOI 10.1214/aoms/1177730491; N. Cliff, 1993, DOI 10.1037/0033-2909.114.3.494
 */
export function rankTest(before: Counted, after: Counted): Ranked | undefined {
  const n = total(before);
  const m = total(after);
  if (n === 0 || m === 0) return undefined;
  const values = new Map<number, { before: number; after: number }>();
  for (const [side, counted] of [
    ['before', before],
    ['after', after],
  ] as const)
    for (const { value, count } of counted) {
      const at = values.get(value) ?? { before: 0, after: 0 };
      at[side] += count;
      values.set(value, at);
    }
  let below = 0;
  let u = 0;
  let ties = 0;
  for (const [, at] of [...values].sort(([one], [other]) => one - other)) {
    u += at.after * (below + at.before / 2);
    below += at.before;
    const tied = at.before + at.after;
    ties += tied ** 3 - tied;
  }
  const all = n + m;
  const mean = (n * m) / 2;
  const variance = all > 1 ? ((n * m) / 12) * (all + 1 - ties / (all * (all - 1))) : 0;
  const distance = Math.max(0, Math.abs(u - mean) - 0.5);
  const p = variance > 0 ? tails(distance / Math.sqrt(variance)) : 1;
  return { p, effect: (2 * u) / (n * m) - 1 };
}

function total(counted: Counted): number {
  return counted.reduce((sum, { count }) => sum + count, 0);
}

/** Both tails of the normal distribution beyond z ≥ 0, to 1.5e-7 (Abramowitz and Stegun 7.1.26). */
function tails(z: number): number {
  const x = z / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const [a, b, c, d, e] = [0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429];
  return Math.min(1, t * (a + t * (b + t * (c + t * (d + t * e)))) * Math.exp(-x * x));
}
