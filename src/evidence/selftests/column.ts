// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../../context.ts';
import { chooseAccelerator } from '../../guest/accelerator.ts';
import { type Machine, withMemory } from '../../guest/machine.ts';
import { makePrograms } from '../../guest/make-programs.ts';
import { buildInit } from '../../guest/programs.ts';
import type { MachineArchitecture } from '../../kernel/architecture.ts';
import type { Tree } from '../../kernel/tree.ts';
import type { SelftestProgram } from '../../selftests/collected.ts';
import { expectedBy, expectedFailures } from '../../selftests/expected.ts';
import { GROUND } from '../../selftests/guest.ts';
import { runSelftests, type SelftestResult } from '../../selftests/run.ts';
import { limitOf } from '../../selftests/settings.ts';
import { failureRecord } from '../build.ts';
import type { ComparedCell } from '../compare/schema.ts';
import type { KernelChoice } from '../kernels.ts';
import { treeRecord } from '../runs.ts';
import { staged } from '../stages.ts';
import { selftestKernel } from './kernel.ts';
import { laidTests, preparedTests, runnerFolder } from './prepare.ts';
import type { SelftestColumn, Selftests } from './schema.ts';

/** What a user may say of how selftests are run. */
export interface SelftestOptions {
  /** Debian packages beside those that are found. */
  readonly packages: readonly string[];
  /** Seconds for every program, in place of those of `settings`. */
  readonly timeout?: number;
  /** MiB of the guest, at least. */
  readonly memory: number;
  /** Files of failures that are expected, beside the project's (expected.ts). */
  readonly expected: readonly string[];
}

export interface ColumnRequest extends SelftestOptions {
  readonly tests: readonly string[];
  readonly tree: Tree;
  readonly machine: Machine;
  readonly choice: KernelChoice;
  /** The checkout: kernel-tests. */
  readonly project: string;
  /** Folder of the guest's artefacts, to be made. */
  readonly folder: string;
}

/** How much longer code takes that is emulated than the machines that timeouts are made for. */
const EMULATED = 4;

/** Seconds that a program is given, by how its guest is executed, and what tests are told of that. */
export async function pace(
  machine: Machine,
  { timeout }: Pick<SelftestOptions, 'timeout'>,
  context: Context,
): Promise<{ limit: (program: SelftestProgram) => number; environment: Record<string, string> }> {
  const { accelerator } = await chooseAccelerator(machine, context);
  const emulated = accelerator === 'tcg';
  return {
    limit: (program) => limitOf(program.timeout, emulated ? EMULATED : 1, timeout),
    // Tests of the network take it for a reason not to fail by what they measure.
    environment: emulated ? { KSFT_MACHINE_SLOW: 'yes' } : {},
  };
}

/** The guest's init, and the program that runs selftests. */
export async function selftestGuestFiles(
  project: string,
  architecture: MachineArchitecture,
  context: Context,
): Promise<{ init: string; runner: string }> {
  const making = { architecture, target: 'all', headers: {}, variables: {} };
  const [init, made] = await Promise.all([
    buildInit(join(project, 'kernel-tests/init'), architecture, context),
    makePrograms({ ...making, folder: runnerFolder(project), name: "selftests' runner" }, context),
  ]);
  return { init, runner: made[0]?.path ?? '' };
}

/**
 * Selftests on the kernel of one tree as it is.
 *
 * @throws UnknownTest, BadTest; as `selftestKernel`, `runCells`
 */
export async function selftestColumn(
  request: ColumnRequest,
  stages: Selftests['stages'],
  context: Context,
): Promise<SelftestColumn> {
  const { tests, tree, choice, project, folder } = request;
  const machine = withMemory(request.machine, request.memory);
  const staging = <T>(name: string, work: () => Promise<T>) => staged(`${name} ${tree.label}`, stages, work);
  const prepared = await staging('build tests', () =>
    preparedTests(tests, { tree, machine, overlays: new Map() }, context),
  );
  const needs = { roots: [], symbols: prepared.symbols };
  const kernel = await staging('kernel', () => selftestKernel(tree, machine, choice, needs, context));
  const { limit, environment } = await pace(machine, request, context);
  const config = await readFile(kernel.config, 'latin1');
  const { files, record } = await staging('userland', () =>
    laidTests(prepared, kernel, { config, asked: request.packages, swapped: [], limit }, context),
  );
  const { init, runner } = await selftestGuestFiles(project, machine.architecture, context);
  const name = 'baseline';
  const programs = [...prepared.sets.values()].flat().flatMap((one) => one.programs);
  const { cells, boots, qemu } = await staging('guest', () =>
    runSelftests(
      {
        guest: {
          ...{ init, files, environment, base: [], programSeconds: 0 },
          tests: [{ name: GROUND, path: runner }],
        },
        cells: [{ cell: { name, modules: [], contract: '' }, programs }],
        ...{ machine, kernel, runner, limit, output: folder },
      },
      context,
    ),
  );
  const result = cells.get(name);
  const expected = await expectedFailures([
    join(runnerFolder(project), 'expected.json'),
    ...request.expected,
  ]);
  return {
    name: tree.label,
    tree: treeRecord(tree),
    kernel: { release: kernel.release, way: kernel.way, packages: [...kernel.packages] },
    qemu,
    boots,
    selftests: record,
    ...(result
      ? {
          cell: cellOf(name, result),
          expected: result.rows.flatMap((row) => {
            const found = expectedBy(
              row,
              { release: tree.release, accelerator: boots[0]?.accelerator },
              expected,
            );
            return found
              ? [{ program: row.program, name: row.name, why: found.why, source: found.source }]
              : [];
          }),
        }
      : {}),
  };
}

/** A cell of which only programs are known. */
function cellOf(name: string, { result, rows }: SelftestResult): ComparedCell {
  return {
    name,
    verdict: result.verdict,
    ...(result.failure ? { failure: failureRecord(result.failure) } : {}),
    modules: [],
    warnings: [],
    tests: rows.map((row) => ({ ...row })),
    observations: Object.fromEntries(result.observations.map(({ key, value }) => [key, value])),
    measurements: Object.fromEntries(
      result.measurements.map(({ key, value, unit, samples }) => [
        key,
        { value, unit, ...(samples === undefined ? {} : { samples }) },
      ]),
    ),
    boot: result.boot,
    consoleTail: result.consoleTail,
  };
}
