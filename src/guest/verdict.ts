// SPDX-License-Identifier: GPL-2.0-only

/**
 * KCIDB's words: FAIL (what was tested is wrong), ERROR (the test is), MISS (the harness could not run it).
 * XFAIL is a failure that was announced.
 */
export type RunVerdict = 'FAIL' | 'ERROR' | 'MISS' | 'PASS' | 'XFAIL' | 'SKIP';

const WORST_FIRST: readonly RunVerdict[] = ['FAIL', 'ERROR', 'MISS', 'PASS', 'XFAIL', 'SKIP'];

/** The worst of some verdicts: a PASS counts more than what was left out. MISS where there are none. */
export function worstVerdict(verdicts: readonly RunVerdict[]): RunVerdict {
  return WORST_FIRST.find((verdict) => verdicts.includes(verdict)) ?? 'MISS';
}
