// SPDX-License-Identifier: GPL-2.0-only
import type { RunChange } from './change.ts';
import { type Counted, type Ranked, rankTest } from './rank.ts';

/** One latency of one run: each boot's samples, as histograms. */
export interface Latency {
  readonly unit: string;
  /** One for each boot; more than one in a run with --repeat. */
  readonly boots: readonly Counted[];
  /** `tcg` or `kvm`. */
  readonly accelerator?: string;
}

/**
 * From it on an effect is called small, and from the other on medium (J. Romano and others, 2006). Samples of one boot
 * are so many that any drift of a host is significant, so of them less than a medium effect counts for nothing.
 */
const SMALL = 0.147;
const MEDIUM = 0.33;
const P = 0.01;
/** Of each run, for a test over their medians: with four and four a p below 0.05 can be had at all. */
export const BOOTS = 4;
const P_OF_BOOTS = 0.05;

/**
 * Whether a latency changed. Of several boots the medians are compared, since what is alike within one boot (which
 * core, which pages) differs between two; of one boot its samples, and then a note says what that is worth.
 */
export function latencyChange(
  design: string,
  name: string,
  before: Latency | undefined,
  after: Latency | undefined,
): RunChange {
  const at = { of: 'latency', design, name } as const;
  const told = {
    ...(before ? { before: medianText(before) } : {}),
    ...(after ? { after: medianText(after) } : {}),
  };
  if (!before || !after) return { ...at, ...told, kind: before ? 'disappeared' : 'appeared' };
  if (before.unit !== after.unit || before.accelerator !== after.accelerator)
    return { ...at, ...told, kind: 'undetermined', note: whyNot(before, after) };
  const overBoots = Math.min(before.boots.length, after.boots.length) >= BOOTS;
  const ranked = overBoots
    ? rankTest(medians(before), medians(after))
    : rankTest(before.boots.flat(), after.boots.flat());
  if (!ranked) return { ...at, ...told, kind: 'undetermined', note: 'a run has no samples of it' };
  const [p, least] = overBoots ? [P_OF_BOOTS, SMALL] : [P, MEDIUM];
  const detected = ranked.p < p && Math.abs(ranked.effect) >= least;
  const kind = detected ? (ranked.effect > 0 ? 'slower' : 'faster') : 'no change detected';
  return { ...at, ...told, kind, note: noteOf(ranked, overBoots, before, after), ...rounded(ranked) };
}

function rounded({ p, effect }: Ranked): Pick<RunChange, 'p' | 'effect'> {
  return { effect: Math.round(effect * 1000) / 1000, p: Number(p.toPrecision(3)) };
}

function noteOf({ p, effect }: Ranked, overBoots: boolean, before: Latency, after: Latency): string {
  const said = `delta ${effect.toFixed(2)}, p ${p < 0.001 ? '< 0.001' : `= ${p.toFixed(3)}`}`;
  return overBoots
    ? `${said}, medians of ${before.boots.length} and ${after.boots.length} boots`
    : `${said}, samples of ${boots(before)} and ${boots(after)}`;
}

function boots({ boots: all }: Latency): string {
  return all.length === 1 ? 'one boot' : `${all.length} boots`;
}

function whyNot(before: Latency, after: Latency): string {
  return before.unit === after.unit
    ? `one run was made with ${before.accelerator ?? 'an unknown accelerator'}, the other with ${after.accelerator ?? 'an unknown one'}`
    : `one run has it in ${before.unit}, the other in ${after.unit}`;
}

function medians({ boots: all }: Latency): Counted {
  return all.map((counted) => ({ value: median(counted), count: 1 }));
}

function medianText({ boots: all, unit }: Latency): string {
  return `${Math.round(median(all.flat()))} ${unit}`;
}

/** The value below which half of the samples are. */
function median(counted: Counted): number {
  const ordered = [...counted].sort((one, other) => one.value - other.value);
  const half = ordered.reduce((sum, { count }) => sum + count, 0) / 2;
  let below = 0;
  for (const { value, count } of ordered) {
    below += count;
    if (below >= half) return value;
  }
  return Number.NaN;
}
