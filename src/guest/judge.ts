// SPDX-License-Identifier: GPL-2.0-only

import { constants } from 'node:os';
import type { Failure } from '../failure.ts';
import { isFailure } from '../is-failure.ts';
import { DeviceRefused, Hang, MalformedKtap, NothingRan, TestsFailed } from './failures.ts';
import { type Ktap, leaves, parseKtap, type TestResult } from './ktap.ts';
import { moduleFailure } from './module-errors.ts';
import type { CellRun, ProgramEnd, ProgramRun } from './results.ts';
import { suiteOf } from './suite.ts';
import { type RunVerdict, worstVerdict } from './verdict.ts';

export interface ProgramResult {
  name: string;
  verdict: RunVerdict;
  /** Absent when the guest went down first. */
  end?: ProgramEnd;
  milliseconds?: number;
  /** Seconds that each test took, by its place among the results of the program; absent where the guest told none. */
  seconds?: readonly number[];
  document: Ktap;
  /** Of a suite's program only: what was wrong with it. */
  failure?: Failure;
}

export interface Judged {
  verdict: RunVerdict;
  failure?: Failure;
  programs: ProgramResult[];
}

/**
 * Verdict of a cell that the guest got through, from its programs alone. Programs of suites have no say in it: they
 * assert what somebody else expects of vfio, and a design may promise to refuse just that.
 *
 * @param tail the console's last lines, for failures that they may explain
 */
export function judgeCell(run: CellRun, tail: string): Judged {
  const all = run.programs.map((program) => judgeProgram(run.name, program, tail));
  const programs = all.map(({ result }) => result);
  const judged = all.filter(({ result }) => !suiteOf(result.name));
  if (run.error !== undefined) return { ...initGaveUp(run, run.error, tail), programs };
  const verdict = worstVerdict(judged.map(({ result }) => result.verdict));
  if (judged.length === 0)
    return { verdict, failure: nothingRan(run.name, 'the guest has no test program for it', tail), programs };
  const failure = judged.find(({ result, failure }) => failure && result.verdict === verdict)?.failure;
  return failure ? { verdict, failure, programs } : { verdict, programs };
}

/** The programs of a cell that took the guest down: what they had reported until then. */
export function salvage(run: CellRun | undefined): ProgramResult[] {
  return (run?.programs ?? []).map((program) => judgeProgram(run?.name ?? '', program, '').result);
}

/** @param cell undefined when it is true of all that the boot was to run */
export function nothingRan(cell: string | undefined, why: string, detail?: string): NothingRan {
  return new NothingRan({
    title: `no test ran: ${why}`,
    where: cell === undefined ? 'boot' : `cell ${cell}`,
    ...(detail ? { detail } : {}),
    hint: "Look at the boot's console.log; kpw test VARIANT --shell gives a shell in the guest of a topic.",
  });
}

function initGaveUp(run: CellRun, error: string, tail: string): { verdict: RunVerdict; failure: Failure } {
  if (run.programs.length === 0 && run.code === 'DEVICE_REFUSED') {
    const failure = new DeviceRefused({
      title: 'the driver did not take the device',
      where: `cell ${run.name}`,
      detail: lines(error, tail),
      hint: 'Look at what its probe said. If the unchanged kernel refuses too, it does not support this machine’s devices: use another tree.',
    });
    return { verdict: 'FAIL', failure };
  }
  const ran = run.programs.length > 0;
  const ofModule = moduleFailure({ error, where: `cell ${run.name}`, tail, ran });
  if (ofModule) return ofModule;
  if (!ran)
    return { verdict: 'MISS', failure: nothingRan(run.name, "the guest's init gave up", lines(error, tail)) };
  const failure = new TestsFailed({
    title: 'the tests ran, and the driver could not be unbound afterwards',
    where: `cell ${run.name}`,
    detail: lines(error, tail),
    hint: 'Look for a reference to the device or the module that the change never drops.',
  });
  return { verdict: 'FAIL', failure };
}

function judgeProgram(
  cell: string,
  run: ProgramRun,
  tail: string,
): { result: ProgramResult; failure?: Failure } {
  const document = parseKtap(run.ktap);
  const seconds = secondsOf(run, document);
  const { verdict, failure } = verdictOf(cell, run, document, tail);
  const result = {
    name: run.name,
    verdict,
    ...(run.end ? { end: run.end } : {}),
    ...(run.milliseconds === undefined ? {} : { milliseconds: run.milliseconds }),
    ...(seconds ? { seconds } : {}),
    document,
    ...(failure && suiteOf(run.name) ? { failure } : {}),
  };
  return failure ? { result, failure } : { result };
}

/** Each result came when its test was over; a guest that saw other results than are read cannot say whose they are. */
function secondsOf({ at }: ProgramRun, { tests }: Ktap): number[] | undefined {
  if (!at || at.length !== tests.length) return undefined;
  return at.map((time, index) => Math.max(0, time - (at[index - 1] ?? 0)) / 1000);
}

function verdictOf(
  cell: string,
  run: ProgramRun,
  document: Ktap,
  tail: string,
): { verdict: RunVerdict; failure?: Failure } {
  const where = `cell ${cell}, program ${run.name}`;
  const tests = leaves(document.tests);
  const end = run.end;
  const failed = tests.filter(({ status }) => isFailure(status));
  if (end && 'timeout' in end) {
    const failure = new Hang({
      title: `no end within ${end.timeout} s`,
      where,
      detail: lines(lastLines(run.ktap), tail),
      hint: 'A call that never returns? Look at the console; kpw test VARIANT --shell gives a shell in the guest of a topic.',
    });
    return { verdict: 'FAIL', failure };
  }
  if (run.ktap.trim() === '') {
    const why = `${run.name} printed nothing (${describeEnd(run.end)})`;
    return { verdict: 'MISS', failure: nothingRan(cell, why, tail) };
  }
  if (failed.length > 0) {
    const failure = new TestsFailed({
      title: `${failed.length} of ${tests.length} tests failed`,
      where,
      detail: lines(...document.problems, ...failed.map(described)),
      hint: "Compare what was seen with the variant's contract: the driver or the contract is wrong.",
    });
    return { verdict: worstVerdict(failed.map(({ status }) => status)), failure };
  }
  const problems = [...document.problems];
  if (end && 'signal' in end) problems.unshift(describeEnd(end));
  // kselftest: 0 pass, 2 xfail, 4 skip; 1 (fail) and 3 (xpass) contradict a document without a failure.
  if (end && 'exit' in end && ![0, 2, 4].includes(end.exit))
    problems.push(`exit status ${end.exit}, and no test failed`);
  if (problems.length > 0) {
    const failure = new MalformedKtap({
      title: `not a whole KTAP document: ${problems[0]}`,
      where,
      detail: lines(...problems.slice(1), lastLines(run.ktap), tail),
      hint: 'The program stopped in the middle, or does not print KTAP: look at its part of results.log; run it by hand in kpw test VARIANT --shell.',
    });
    return { verdict: 'ERROR', failure };
  }
  if (tests.length === 0 && document.skipped === undefined)
    return { verdict: 'MISS', failure: nothingRan(cell, `${run.name} has no test`, tail) };
  return { verdict: tests.length === 0 ? 'SKIP' : worstVerdict(tests.map(({ status }) => status)) };
}

function described(test: TestResult): string {
  return [`not ok ${test.name}${test.reason ? ` (${test.reason})` : ''}`, ...test.diagnostics].join('\n  ');
}

function describeEnd(end: ProgramEnd | undefined): string {
  if (!end) return 'no end';
  if ('signal' in end) return `killed by ${signalName(end.signal)}`;
  return 'exit' in end ? `exit status ${end.exit}` : `no end within ${end.timeout} s`;
}

function lines(...texts: string[]): string {
  return texts.filter(Boolean).join('\n');
}

function lastLines(text: string): string {
  return text.trimEnd().split('\n').slice(-15).join('\n');
}

function signalName(number: number): string {
  return Object.entries(constants.signals).find(([, value]) => value === number)?.[0] ?? `signal ${number}`;
}
