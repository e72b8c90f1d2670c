// SPDX-License-Identifier: GPL-2.0-only

import type { CellResult } from '../guest/cell-result.ts';
import { TestsFailed } from '../guest/failures.ts';
import type { Observation } from '../guest/ktap.ts';

/**
 * Keys of observations that no design may change begin with this: `same.e1000e.irq.msix` (kernel-tests/README.md).
 */
const SAME = 'same.';

/** One answer that is not the unchanged kernel's. */
export interface Unlike {
  /** Without `same.`. */
  readonly key: string;
  readonly baseline: string;
  readonly seen: string;
}

/**
 * Where a cell answers differently from the unchanged kernel, although no design may change the answer. A key that
 * only one of the two has does not count: its test was skipped or failed, and says so itself.
 */
export function unlike(baseline: readonly Observation[], own: readonly Observation[]): Unlike[] {
  const usual = new Map(baseline.map(({ key, value }) => [key, value]));
  return own.flatMap(({ key, value }) => {
    const expected = key.startsWith(SAME) ? usual.get(key) : undefined;
    return expected === undefined || expected === value
      ? []
      : [{ key: key.slice(SAME.length), baseline: expected, seen: value }];
  });
}

/**
 * A result compared with the baseline's: one that passed fails if it answers differently.
 *
 * @param baseline of the same kernel; undefined where none ran
 */
export function besideBaseline(baseline: CellResult | undefined, result: CellResult): CellResult {
  if (!baseline || baseline === result || !['PASS', 'XFAIL', 'SKIP'].includes(result.verdict)) return result;
  const differences = unlike(baseline.observations, result.observations);
  if (differences.length === 0) return result;
  const failure = new TestsFailed({
    title: `${differences.length} ${differences.length === 1 ? 'answer differs' : 'answers differ'} from the unchanged kernel's`,
    where: `cell ${result.cell}`,
    detail: differences.map(({ key, baseline, seen }) => `${key}: ${seen}, baseline ${baseline}`).join('\n'),
    hint: 'No design may change these. Either the driver answers differently, or the test must not call the key `same`.',
  });
  return { ...result, verdict: 'FAIL', failure };
}
