// SPDX-License-Identifier: GPL-2.0-only
import { severityCounts } from '../series/finding.ts';
import { sharedFindings } from './finding.ts';
import type { ReportedDesign, ReportedTest, Results } from './model.ts';

/** What a reader in a hurry wants of it: is anything wrong, or is there something to look at. */
export type Outcome = 'pass' | 'warn' | 'fail';

/** How many tests of a design came out how; statuses without any are 0. */
export function testCounts({
  programs,
}: Pick<ReportedDesign, 'programs'>): Record<ReportedTest['status'], number> {
  const counts = { pass: 0, fail: 0, error: 0, skip: 0, xfail: 0 };
  for (const { tests } of programs) for (const { status } of tests) counts[status]++;
  return counts;
}

/** Fail: an error was found, a test of the design failed, or it could not be run. Warn: there are warnings. */
export function outcomeOf(designs: readonly ReportedDesign[]): Outcome {
  const wrong = designs.some(
    ({ verdict, findings }) =>
      (verdict !== undefined && ['fail', 'error', 'miss'].includes(verdict)) ||
      findings.some(({ severity }) => severity === 'error'),
  );
  if (wrong) return 'fail';
  return designs.some(({ findings }) => findings.some(({ severity }) => severity === 'warning'))
    ? 'warn'
    : 'pass';
}

/** The same of the whole, which may have failed before there was any design. */
export function outcome({ failure, designs }: Pick<Results, 'failure' | 'designs'>): Outcome {
  return failure ? 'fail' : outcomeOf(designs);
}

/** `4 of 5 designs pass; 1 error, 2 notes; tests: 192 passed, 2 failed`, one line. */
export function summaryLine({ failure, designs }: Pick<Results, 'failure' | 'designs'>): string {
  if (failure) return `${failure.code}: ${failure.title}`;
  const shared = sharedFindings(designs);
  const findings = severityCounts(shared.map(({ finding }) => finding));
  const ran = designs.filter(({ verdict }) => verdict !== undefined);
  const passed = ran.filter(({ verdict }) => verdict === 'pass').length;
  const [only] = ran;
  const skipped = ran.filter(({ verdict }) => verdict === 'skip').length;
  const verdicts =
    only && ran.length === 1
      ? `${only.verdict?.toUpperCase()}`
      : `${passed} of ${ran.length} designs pass${skipped > 0 ? `, ${skipped} skipped` : ''}`;
  const tests = ran.map(testCounts);
  const sum = (status: ReportedTest['status']) => tests.reduce((all, one) => all + one[status], 0);
  const words = {
    pass: 'passed',
    fail: 'failed',
    error: 'had an error',
    skip: 'skipped',
    xfail: 'failed as announced',
  };
  const told = (['pass', 'fail', 'error', 'xfail', 'skip'] as const).flatMap((status) =>
    sum(status) === 0 ? [] : [`${sum(status)} ${words[status]}`],
  );
  return [
    ...(ran.length === 0 ? [] : [verdicts]),
    ...(ran.length === 0 || findings !== '' ? [findings || 'nothing found'] : []),
    ...(told.length === 0 ? [] : [`tests: ${told.join(', ')}`]),
  ].join('; ');
}
