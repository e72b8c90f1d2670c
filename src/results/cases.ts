// SPDX-License-Identifier: GPL-2.0-only
import { isFailure } from '../is-failure.ts';
import { severityCounts } from '../series/finding.ts';
import type { ReportedDesign, ReportedFinding, ReportedTest } from './model.ts';

/** One test case as formats of test results know them: a test, a rule that judged a design, or that a cell ran at all. */
export interface Case {
  /** One of its kind in its group. */
  readonly name: string;
  readonly status: ReportedTest['status'];
  /** One line: why it is not pass. */
  readonly reason?: string;
  readonly lines: readonly string[];
  readonly seconds?: number | undefined;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
}

export interface CaseGroup {
  /** One of its kind in its design: `run`, `check`, or the program. */
  readonly name: string;
  readonly file?: string;
  readonly seconds?: number;
  readonly cases: readonly Case[];
}

/** A name that tells a design from those of other trees and machines, the same in every run: no dot, no space. */
function designKey({ name, tree, machine }: ReportedDesign): string {
  return [tree?.label ?? tree?.spec, machine?.id, name]
    .flatMap((part) => (part ? [slug(part)] : []))
    .join('/');
}

/** Letters, digits, `_` and `-`; what else there is becomes `_`. */
export function slug(text: string): string {
  return text.replace(/[^A-Za-z0-9_-]+/g, '_').replace(/^_+(?=.)|(?<=.)_+$/g, '');
}

/** Designs with keys that tell them apart. */
export function keyed(designs: readonly ReportedDesign[]): { key: string; design: ReportedDesign }[] {
  const unique = uniquely();
  return designs.map((design) => ({ key: unique(designKey(design) || 'design'), design }));
}

/** All that can pass or fail of a design: that it ran to its end, the rules, the tests. */
export function groupsOf(design: ReportedDesign): CaseGroup[] {
  const unique = uniquely();
  const ran = endOf(design);
  const checks = checkCases(design);
  return [
    ...(ran ? [{ name: unique('run'), cases: [ran] }] : []),
    ...(checks.length > 0 ? [{ name: unique('check'), cases: checks }] : []),
    ...design.programs.map(({ name, suite, file, seconds, tests }) => ({
      name: unique(suite === undefined ? name : `${suite} ${name}`),
      ...(file === undefined ? {} : { file }),
      ...(seconds === undefined ? {} : { seconds }),
      cases: testCases(tests),
    })),
  ].filter(({ cases }) => cases.length > 0);
}

/** Cases that failed or could not run, without those of the rules, with where each stands. */
export function failedCases(designs: readonly ReportedDesign[]): { key: string; group: string; one: Case }[] {
  return keyed(designs).flatMap(({ key, design }) =>
    groupsOf(design)
      .filter(({ name }) => name !== 'check')
      .flatMap(({ name, cases }) =>
        cases.filter(({ status }) => isFailure(status)).map((one) => ({ key, group: name, one })),
      ),
  );
}

/** A panic, a splat or a build that failed costs no test its result, and is a failure all the same. */
function endOf({ verdict, failure, console }: ReportedDesign): Case | undefined {
  if (verdict === undefined) return undefined;
  const status =
    !failure || failure.code === 'TESTS_FAILED' ? 'pass' : verdict === 'miss' ? 'error' : verdict;
  return {
    name: 'ran to its end',
    status,
    ...(status !== 'pass' && failure
      ? {
          reason: `${failure.code}: ${failure.title}`,
          lines: [
            ...(failure.where === undefined ? [] : [failure.where]),
            ...(failure.detail ?? console ?? '').split('\n').filter(Boolean),
            failure.hint,
          ],
        }
      : { lines: [] }),
  };
}

/** A case for each rule of which anything is known; it fails where it found an error. */
function checkCases({ findings, checks }: ReportedDesign): Case[] {
  const skipped = new Map(checks?.skipped.map(({ rule, reason }) => [rule, reason]));
  const rules = new Set([...(checks?.ran ?? []), ...skipped.keys(), ...findings.map(({ rule }) => rule)]);
  return [...rules].sort().map((rule) => {
    const own = findings.filter((one) => one.rule === rule);
    const lines = own.map(findingLine);
    const [worst] = own;
    const reason = skipped.get(rule);
    if (reason !== undefined && !worst) return { name: rule, status: 'skip', reason, lines };
    if (worst?.severity !== 'error') return { name: rule, status: 'pass', lines };
    const place = { ...(worst.file === undefined ? {} : { file: worst.file }), ...lineOf(worst) };
    return { name: rule, status: 'fail', reason: severityCounts(own), lines, ...place };
  });
}

function lineOf({ line }: ReportedFinding): Pick<Case, 'line'> {
  return line === undefined ? {} : { line };
}

/** `file:line:column: severity: message` */
export function findingLine({ file, line, column, severity, message }: ReportedFinding): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  return `${place === '' ? '' : `${place}: `}${severity}: ${message}`;
}

function testCases(tests: readonly ReportedTest[]): Case[] {
  const unique = uniquely();
  return tests.map(({ name, diagnostics, reason, flaky, ...test }) => ({
    ...test,
    name: unique(name || 'test'),
    lines: [...(flaky ? [`flaky: it failed in ${flaky.failed} of ${flaky.of} boots`] : []), ...diagnostics],
    ...reasonOf(test.status, reason, diagnostics),
  }));
}

/** Of a failed test without a reason, what it said first. */
function reasonOf(
  status: ReportedTest['status'],
  reason: string | undefined,
  [first]: readonly string[],
): Pick<Case, 'reason'> {
  const told = reason ?? (isFailure(status) ? first : undefined);
  return told === undefined ? {} : { reason: told };
}

/** Names as they come, and with a number where one came before. */
function uniquely(): (name: string) => string {
  const used = new Set<string>();
  return (name) => {
    let own = name;
    for (let count = 2; used.has(own); count++) own = `${name} (${count})`;
    used.add(own);
    return own;
  };
}
