// SPDX-License-Identifier: GPL-2.0-only

import type { PoolCount } from '../../guest/live/pool.ts';
import type { RunVerdict } from '../../guest/verdict.ts';
import { isFailure } from '../../is-failure.ts';
import { failureRecord } from '../build.ts';
import type { Column, ColumnState, LiveTest } from './column.ts';

/** What came of one round for one column. */
export interface RoundDesign {
  readonly name: string;
  readonly state: ColumnState;
  readonly verdict: RunVerdict;
  /** Whether something of it ran in this round. */
  readonly ran: boolean;
  /** From the beginning of the round to its results, of one that ran. */
  readonly seconds?: number;
  readonly failure?: ReturnType<typeof failureRecord>;
  /** Tests by status. */
  readonly tests: Readonly<Record<string, number>>;
  readonly failed: readonly LiveTest[];
  /** Tests that ended otherwise than before: `program test: PASS → FAIL`. */
  readonly changed: readonly string[];
  /** Answers that no design is to change. */
  readonly unlike?: readonly string[];
  readonly warnings?: readonly string[];
  readonly findings?: readonly {
    readonly rule: string;
    readonly severity: string;
    readonly message: string;
  }[];
}

/** One round: from a change, or the start, until nothing is left to do. */
export interface Round {
  readonly number: number;
  /** What changed: files, or `start`, `all again`. */
  readonly causes: readonly string[];
  /** Why the topic could not be read: nothing was looked at then. */
  readonly failure?: ReturnType<typeof failureRecord>;
  readonly designs: readonly RoundDesign[];
  /** Of results, and of all of it with the rules' findings. */
  readonly resultsSeconds: number;
  readonly seconds: number;
  /** Since the start. */
  readonly guests: PoolCount;
}

/** How the tests of a column stood, to be compared with. */
export type Standing = ReadonlyMap<string, LiveTest['status']>;

export function columnStanding(column: Column): Standing {
  return new Map(column.tests().map(({ program, name, status }) => [`${program} ${name}`, status]));
}

/** @param before the round; a test that was not there before has not changed */
export function roundDesign(
  column: Column,
  baseline: Column | undefined,
  before: Standing | undefined,
  number: number,
): RoundDesign {
  const all = column.tests();
  const tests: Record<string, number> = {};
  for (const { status } of all) tests[status] = (tests[status] ?? 0) + 1;
  const changed = [...columnStanding(column)].flatMap(([test, status]) => {
    const old = before?.get(test);
    return old === undefined || old === status ? [] : [`${test}: ${old} → ${status}`];
  });
  const ran = column.round === number;
  const unlike = column.unlike(baseline);
  const { failure, warnings, findings } = column;
  return {
    ...{ name: column.name, state: column.state, verdict: column.verdict(baseline), ran },
    ...(ran ? { seconds: column.seconds } : {}),
    ...(failure ? { failure: failureRecord(failure) } : {}),
    ...{ tests, failed: all.filter(({ status }) => isFailure(status)), changed },
    ...(unlike.length > 0 ? { unlike } : {}),
    ...(warnings.length > 0
      ? { warnings: warnings.map(({ file, line, text }) => `${file}:${line}: ${text}`) }
      : {}),
    ...(findings.length > 0
      ? { findings: findings.map(({ rule, severity, message }) => ({ rule, severity, message })) }
      : {}),
  };
}
