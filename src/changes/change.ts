// SPDX-License-Identifier: GPL-2.0-only
import * as z from 'zod';

/** Worst first. `regression` and `new failure` are what a run is refused for. */
export const CHANGE_KINDS = [
  'regression',
  'new failure',
  'undetermined',
  'still failing',
  'fixed',
  'disappeared',
  'appeared',
  'slower',
  'faster',
  'changed',
  'no change detected',
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

export const RunChange = z.object({
  kind: z
    .enum(CHANGE_KINDS)
    .describe(
      'regression: it was well and is not; new failure: it was not there, or not run, and fails; undetermined: one of the two runs cannot tell',
    ),
  of: z.enum(['design', 'test', 'finding', 'observation', 'latency']),
  design: z.string().describe('with tree and machine where a run has several'),
  name: z
    .string()
    .describe(
      '`program/test`; `rule: message`; key of an observation or of a measurement; empty for a design',
    ),
  before: z.string().optional().describe('what the earlier run has; absent where it has nothing'),
  after: z.string().optional().describe('what the later run has; absent where it has nothing'),
  note: z.string().optional().describe('why, in one line'),
  effect: z
    .number()
    .optional()
    .describe(
      "Cliff's delta of a latency, -1 to 1: how much likelier a sample of the later run is the greater",
    ),
  p: z.number().optional().describe('two-sided p of the rank test of a latency'),
});
export type RunChange = z.infer<typeof RunChange>;

/** How much is of each kind; kinds without any are 0. */
export function changeCounts(changes: readonly RunChange[]): Record<ChangeKind, number> {
  const counts = Object.fromEntries(CHANGE_KINDS.map((kind) => [kind, 0])) as Record<ChangeKind, number>;
  for (const { kind } of changes) counts[kind]++;
  return counts;
}
