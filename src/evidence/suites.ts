// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path';
import type { Context } from '../context.ts';
import type { Program } from '../guest/files.ts';
import type { ProgramResult } from '../guest/judge.ts';
import { hasVfioSelftests, VFIO_SELFTESTS, vfioSelftests } from '../guest/kselftest-vfio.ts';
import { leaves, type TestResult } from '../guest/ktap.ts';
import type { Machine } from '../guest/machine.ts';
import { SUITES, type SuiteId, type SuiteProgram, suiteName, suiteOf } from '../guest/suite.ts';
import { openTree } from '../kernel/open.ts';
import type { Tree } from '../kernel/tree.ts';
import type { Cell } from './cells.ts';
import type { Evidence, SuiteTest } from './schema.ts';

/** The first of Debian's trees that has them; where the tree of a run has none, these are run. */
const FALLBACK = 'debian:7.2';

/**
 * Devices that a suite is run with: a BAR that is the table's alone, one with the table in its middle, one without. A
 * suite's programs take seconds on an emulated machine, so not every device that a machine has.
 */
const ROLES = ['e1000e', 'nvme', 'plain'];

/** The programs of the suites that were asked for. */
export interface SuitePrograms {
  readonly records: NonNullable<Evidence['suites']>;
  readonly common: readonly Program[];
  /** Programs that a design brings itself. */
  of(cell: Cell): Promise<readonly Program[]>;
}

/**
 * @param project the checkout
 * @throws TreeUnsuitable when a suite is not made for the machine; all that opening a tree and a build can throw
 */
export async function suitePrograms(
  ids: readonly SuiteId[],
  { tree, machine, project }: { tree: Tree; machine: Machine; project: string },
  context: Context,
): Promise<SuitePrograms> {
  if (!ids.includes('kselftest-vfio')) return { records: [], common: [], of: async () => [] };
  const suite = 'kselftest-vfio';
  const own = await hasVfioSelftests(tree);
  const source = own ? tree : await openTree(FALLBACK, context);
  const built = await vfioSelftests(
    join(project, 'kernel-tests', suite),
    source,
    machine.architecture,
    context,
  );
  const roles = machine.devices.map(({ role }) => role).filter((role) => ROLES.includes(role));
  const named = ({ name, path }: Program): Program[] =>
    roles.map((role) => ({ name: suiteName({ suite, program: name, role }), path }));
  return {
    records: [{ id: suite, title: SUITES[suite], source: `${source.spec} (Linux ${source.release})` }],
    common: (await built.all()).flatMap(named),
    async of({ composition: { edited } }) {
      if (!own) return [];
      const programs: Program[] = [];
      for (const path of edited.texts.keys()) {
        const name = new RegExp(`^${VFIO_SELFTESTS}/(\\w+)\\.c$`).exec(path)?.[1];
        if (name && (await tree.read(path)) === undefined)
          programs.push(await built.added(edited.texts, name));
      }
      return programs.flatMap(named);
    },
  };
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
    if (failure && !tests.some(({ status }) => status === 'FAIL' || status === 'ERROR'))
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
  return {
    ...which,
    name,
    status,
    ...(why === undefined ? {} : { reason: why }),
    ...(status === 'FAIL' || status === 'ERROR' ? { diagnostics } : {}),
  };
}
