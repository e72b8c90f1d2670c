// SPDX-License-Identifier: GPL-2.0-only

import { join } from 'node:path';
import type { Context } from '../context.ts';
import type { Failure } from '../failure.ts';
import type { GuestProgram } from '../guest/files.ts';
import type { ProgramResult } from '../guest/judge.ts';
import { leaves, type TestResult } from '../guest/ktap.ts';
import { type Machine, withFeatures } from '../guest/machine.ts';
import { mappedBars } from '../guest/mapped.ts';
import { type SuiteProgram, suiteName, suiteOf } from '../guest/suite.ts';
import { isFailure } from '../is-failure.ts';
import { ArchiveLacks, TreeUnsuitable } from '../kernel/failures.ts';
import type { Tree } from '../kernel/tree.ts';
import type { Subsystem } from '../subsystem.ts';
import type { Cell } from './cells.ts';
import type { Evidence, SuiteTest } from './schema.ts';
import type { MadeSuite, SuiteMaker } from './suites/made.ts';

/** The programs of the suites that were asked for. */
export interface SuitePrograms {
  readonly records: NonNullable<Evidence['suites']>;
  readonly common: readonly GuestProgram[];
  /** The machine as they need it. */
  readonly machine: Machine;
  /** Configs that a kernel from source must have for them. */
  readonly configs: readonly string[];
  /** Programs that a design brings itself. */
  of(cell: Cell): Promise<readonly GuestProgram[]>;
}

/**
 * A suite that this machine or this archive cannot have is in the records, with the reason.
 *
 * @param ids among the suites of the subsystem
 * @param project the checkout
 * @throws all else that opening a tree and a build can throw
 */
export async function suitePrograms(
  ids: readonly string[],
  {
    subsystem,
    tree,
    machine,
    project,
  }: { subsystem: Subsystem; tree: Tree; machine: Machine; project: string },
  context: Context,
): Promise<SuitePrograms> {
  const records: NonNullable<Evidence['suites']> = [];
  const made: { id: string; suite: MadeSuite }[] = [];
  for (const id of ids) {
    const title = subsystem.suites?.find((one) => one.id === id)?.title ?? id;
    const request = { tree, machine, folder: join(project, 'kernel-tests', id) };
    try {
      const suite = await (await makerOf(subsystem.id, id))(request, context);
      made.push({ id, suite });
      records.push({ id, title, source: suite.source });
    } catch (error) {
      if (!cannotBe(error)) throw error;
      records.push({ id, title, source: error.where ?? '', skipped: error.title });
    }
  }
  const roles = machine.devices.map(({ role }) => role);
  const named = (
    suite: string,
    among: readonly string[],
    programs: readonly GuestProgram[],
  ): GuestProgram[] =>
    programs.flatMap(({ name, path }) =>
      roles
        .filter((role) => among.includes(role))
        .map((role) => ({ name: suiteName({ suite, program: name, role }), path })),
    );
  return {
    records,
    machine: withFeatures(machine, [...new Set(made.flatMap(({ suite }) => suite.cpu ?? []))]),
    configs: made.flatMap(({ suite }) => suite.configs ?? []),
    common: made.flatMap(({ id, suite }) => named(id, suite.roles, suite.programs)),
    async of(cell) {
      const own = await Promise.all(
        made.map(async ({ id, suite }) => named(id, suite.roles, (await suite.of?.(cell)) ?? [])),
      );
      return own.flat();
    },
  };
}

/** What makes a suite, loaded when it is asked for. */
async function makerOf(subsystem: string, suite: string): Promise<SuiteMaker> {
  // As a pattern, so that bin/bundle.mjs finds the files that it may mean.
  const { default: maker } = await import(`../../subsystems/${subsystem}/suites/${suite}.ts`);
  return maker;
}

function cannotBe(error: unknown): error is Failure {
  return error instanceof TreeUnsuitable || error instanceof ArchiveLacks;
}

/** What the programs of suites said, among the programs of a cell. What is of a program as a whole has no name. */
export function suiteTests(programs: readonly ProgramResult[]): SuiteTest[] {
  return programs.flatMap(({ name, document, end, failure }) => {
    const which = suiteOf(name);
    if (!which) return [];
    const tests = leaves(document.tests).map(({ name: test, ...result }) => told(which, test, result));
    // kselftest.h has no more than a status for a program that finds nothing to do before it has a plan.
    if (tests.length === 0 && end && 'exit' in end && end.exit === SKIP)
      return [
        { ...which, name: '', status: 'SKIP', reason: document.skipped ?? document.diagnostics[0] ?? '' },
      ];
    if (failure && !tests.some(({ status }) => isFailure(status)))
      tests.push({ ...which, name: '', status: 'ERROR', reason: failure.title });
    return tests;
  });
}

/** Exit status of a kselftest program that skips. */
const SKIP = 4;

function told(
  which: SuiteProgram,
  name: string,
  { status, reason, diagnostics }: Pick<TestResult, 'status' | 'reason' | 'diagnostics'>,
): SuiteTest {
  // The harness calls a reason unknown that a test did not give by its SKIP(); the line before may tell it.
  const why = reason === 'unknown' ? (diagnostics.at(-1) ?? reason) : reason;
  const mapped = mappedBars(diagnostics);
  return {
    ...which,
    name,
    status,
    ...(why === undefined ? {} : { reason: why }),
    ...(isFailure(status) ? { diagnostics } : {}),
    ...(mapped.length > 0 ? { mapped } : {}),
  };
}
