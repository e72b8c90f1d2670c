// SPDX-License-Identifier: GPL-2.0-only
import type { CellEvidence, SuiteTest } from '../evidence/schema.ts';
import type { DESIGN_VERDICTS, ReportedProgram, ReportedTest } from './model.ts';

/** Path of the source of a test program, as far as anybody knows it. */
export type SourceOf = (program: string) => string | undefined;

export function designVerdict(verdict: CellEvidence['verdict']): (typeof DESIGN_VERDICTS)[number] {
  return verdict.toLowerCase() as Lowercase<typeof verdict>;
}

/** Tests in the order in which they ran, by program: those of the topic, then those of suites. */
export function reportedPrograms(
  tests: CellEvidence['tests'],
  suites: readonly SuiteTest[],
  sourceOf: SourceOf,
  took: NonNullable<CellEvidence['programs']> = [],
): ReportedProgram[] {
  const programs = new Map<string, ReportedProgram>();
  const program = (name: string, suite: string | undefined, made: () => ReportedProgram) => {
    const key = JSON.stringify([suite, name]);
    const known = programs.get(key) ?? made();
    programs.set(key, known);
    return known;
  };
  for (const test of tests) {
    const file = sourceOf(test.program);
    program(test.program, undefined, () => ({
      name: test.program,
      ...(file === undefined ? {} : { file }),
      ...secondsOf(took.find(({ name }) => name === test.program)),
      tests: [],
    })).tests.push(reportedTest(test, file));
  }
  for (const test of suites) {
    const name = test.role === '' ? test.program : `${test.program} ${test.role}`;
    program(name, test.suite, () => ({ name, suite: test.suite, tests: [] })).tests.push(
      reportedTest({ ...test, name: test.name === '' ? test.program : test.name }, undefined),
    );
  }
  return [...programs.values()];
}

function secondsOf(one: { readonly seconds?: number | undefined } | undefined): { seconds?: number } {
  return one?.seconds === undefined ? {} : { seconds: one.seconds };
}

function reportedTest(
  { name, program, status, reason, known, diagnostics = [], flaky, seconds }: CellEvidence['tests'][number],
  file: string | undefined,
): ReportedTest {
  const told = [known, reason].filter((part) => part !== undefined).join('; ') || undefined;
  const line = file === undefined ? undefined : lineOf(file, diagnostics);
  return {
    name: name === '' ? program : name,
    status: status.toLowerCase() as ReportedTest['status'],
    ...(told === undefined ? {} : { reason: told }),
    ...(flaky ? { flaky } : {}),
    ...secondsOf({ seconds }),
    diagnostics: [...diagnostics],
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
  };
}

/** kselftest_harness.h says where a check failed as `lamp_test.c:42:name:Expected …`. */
function lineOf(file: string, diagnostics: readonly string[]): number | undefined {
  const own = file.slice(file.lastIndexOf('/') + 1);
  for (const line of diagnostics) {
    const [, named = '', number] = /^(?:#\s*)?([^\s:]+):(\d+):/.exec(line) ?? [];
    if (number !== undefined && named.slice(named.lastIndexOf('/') + 1) === own)
      return Number(number) || undefined;
  }
  return undefined;
}
