// SPDX-License-Identifier: GPL-2.0-only

import type { Failure } from '../../failure.ts';
import { TestsFailed } from '../../guest/failures.ts';
import type { ProgramResult } from '../../guest/judge.ts';
import { leaves, type Observation, type TestResult } from '../../guest/ktap.ts';
import { type RunVerdict, worstVerdict } from '../../guest/verdict.ts';
import { isFailure } from '../../is-failure.ts';
import type { CompilerMessage } from '../../kernel/build.ts';
import type { Finding } from '../../series/finding.ts';
import { unlike } from '../alike.ts';

/** What is being done to a column. `broken`: there are no modules of it, and its results are of an earlier state. */
export type ColumnState = 'waiting' | 'building' | 'running' | 'done' | 'broken';

/** One test of a column. */
export interface LiveTest {
  readonly program: string;
  readonly name: string;
  readonly status: TestResult['status'];
  readonly reason?: string;
  /** Of one that failed. */
  readonly diagnostics: readonly string[];
}

interface Kept {
  /** What it is the result of: modules, contract and program. */
  readonly key: string;
  readonly result: ProgramResult;
}

/** One design, or the tree as it is, with what is known of it now. */
export class Column {
  state: ColumnState = 'waiting';
  /** Why it is broken, or what took its guest down. */
  failure: Failure | undefined;
  warnings: readonly CompilerMessage[] = [];
  findings: readonly Finding[] = [];
  /** All that its last complete work was made of; empty where something is left to do. */
  attempt = '';
  /** What its findings are of. */
  examined = '';
  /** Number of the round in which something of it ran last. */
  round = 0;
  /** From the beginning of that round to its results. */
  seconds = 0;
  private readonly programs = new Map<string, Kept>();

  constructor(readonly name: string) {}

  /** Whether a program has a result that is still true. */
  has(program: string, key: string): boolean {
    return this.programs.get(program)?.key === key;
  }

  put(result: ProgramResult, key: string): void {
    this.programs.set(result.name, { key, result });
  }

  /** Programs that there are no more. */
  keep(names: readonly string[]): void {
    for (const name of [...this.programs.keys()]) if (!names.includes(name)) this.programs.delete(name);
  }

  /** Everything is to run again. */
  forget(program: (name: string) => boolean = () => true): void {
    this.attempt = '';
    for (const [name, { result }] of this.programs)
      if (program(name)) this.programs.set(name, { key: '', result });
  }

  /** The tests by program, in the order in which they ran. */
  tests(): LiveTest[] {
    return [...this.programs.values()].flatMap(({ result }) => testsOf(result));
  }

  failed(): LiveTest[] {
    return this.tests().filter(({ status }) => isFailure(status));
  }

  observations(): Observation[] {
    return [...this.programs.values()].flatMap(({ result }) => result.document.observations);
  }

  /** @param baseline answers of the unchanged kernel, which no design is to change where they are called `same` */
  verdict(baseline?: Column): RunVerdict {
    const own = worstVerdict([...this.programs.values()].map(({ result }) => result.verdict));
    if (this.failure) return this.state === 'broken' ? 'MISS' : worstVerdict([own, 'FAIL']);
    return this.unlike(baseline).length > 0 ? worstVerdict([own, 'FAIL']) : own;
  }

  /** Answers that no design is to change, and this one does: one line each. */
  unlike(baseline?: Column): string[] {
    if (!baseline || baseline === this) return [];
    return unlike(baseline.observations(), this.observations()).map(
      ({ key, baseline: usual, seen }) => `${key}: ${seen}, baseline ${usual}`,
    );
  }

  /** Programs that ended otherwise than with results of tests: killed, silent, no KTAP. */
  oddPrograms(): string[] {
    return [...this.programs.values()]
      .filter(({ result }) => !['PASS', 'XFAIL', 'SKIP'].includes(result.verdict))
      .filter(({ result }) => !testsOf(result).some(({ status }) => isFailure(status)))
      .map(({ result }) => `${result.name}: ${endOf(result)}`);
  }
}

function testsOf({ name: program, document }: ProgramResult): LiveTest[] {
  return leaves(document.tests).map(({ name, status, reason, diagnostics }) => ({
    ...{ program, name, status },
    ...(reason === undefined ? {} : { reason }),
    diagnostics: isFailure(status) ? diagnostics : [],
  }));
}

function endOf({ end, document }: ProgramResult): string {
  if (end && 'timeout' in end) return `no end within ${end.timeout} s`;
  if (end && 'signal' in end) return `killed by signal ${end.signal}`;
  const [problem] = document.problems;
  if (problem !== undefined) return problem;
  return end && 'exit' in end ? `exit status ${end.exit}` : 'no end';
}

/** Whether tests that failed say all of it. */
export function saidByTests(failure: Failure | undefined): boolean {
  return failure instanceof TestsFailed;
}
