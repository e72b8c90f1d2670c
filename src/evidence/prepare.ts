// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path';
import type { Context } from '../context.ts';
import type { Guest, Program } from '../guest/files.ts';
import type { Machine } from '../guest/machine.ts';
import { buildInit, type TestBuilder, testBuilder } from '../guest/programs.ts';
import type { SuiteId } from '../guest/suite.ts';
import { baseModules, type Kernel } from '../kernel/build.ts';
import type { Designs } from '../series/generate.ts';
import type { CellBuild } from './build.ts';
import { type Cell, cellsOf } from './cells.ts';
import { defaultChoice, type KernelChoice, kernelGroups } from './kernels.ts';
import type { Evidence } from './schema.ts';
import { staged } from './stages.ts';
import { type SuitePrograms, suitePrograms } from './suites.ts';

/** Seconds that one test program may take; TCG is slow, and a reset of an nvme takes 0.1 s. */
const PROGRAM_SECONDS = 120;

export interface RunRequest {
  readonly designs: Designs;
  readonly machine: Machine;
  /** Folder that runs are kept in; the run gets a folder of its own there. */
  readonly out: string;
  /** The checkout: templates, kernel-tests. */
  readonly project: string;
  /** By default the first way that the machine has. */
  readonly kernel?: KernelChoice;
  /** Suites to run in every cell beside the topic's tests. */
  readonly suites?: readonly SuiteId[];
}

/** A guest that is ready to boot, and what went into it. */
export interface PreparedGroup {
  readonly kernel: Kernel;
  readonly guest: Guest;
  readonly builds: readonly CellBuild[];
}

export interface Prepared {
  /** A kernel each: the first is the tree's, which has a place for every cell that none could be made for. */
  readonly groups: readonly [PreparedGroup, ...PreparedGroup[]];
  readonly stages: Evidence['stages'];
  readonly suites: SuitePrograms['records'];
}

/** Builds all that a guest run needs: kernels, modules of every cell, test programs. */
export async function prepare(request: RunRequest, context: Context): Promise<Prepared> {
  const { designs, machine, project, suites: chosen = [] } = request;
  const stages: Evidence['stages'] = [];
  const { tree, topic, baseline } = designs;
  const { architecture } = machine;
  const cells = cellsOf(designs, machine.traits);
  const choice = request.kernel ?? defaultChoice(machine);
  const built = await staged('build', stages, () => kernelGroups(cells, tree, machine, choice, context));
  return staged('test programs', stages, async () => {
    const folder = join(project, 'kernel-tests', topic.tests);
    const tests = testBuilder(folder, tree, uapiOf(baseline), architecture, context);
    const suites = await suitePrograms(chosen, { tree, machine, project }, context);
    const init = await buildInit(join(project, 'kernel-tests', 'init'), architecture, context);
    const common = await tests.common();
    const groups: PreparedGroup[] = [];
    for (const { kernel, builds } of built) {
      const guest: Guest = {
        init,
        base: baseModules(kernel).map(({ path }) => path),
        tests: common,
        suites: suites.common,
        cells: await guestCells(builds, tests, suites),
        resets: false,
        // Every test opens and closes a device; that it sleeps in between (10 ms to fall asleep, 10 ms to wake up,
        // by the PCI specification) would be more than half of a cell's time, and is not what is looked at.
        parameters: [{ module: 'vfio_pci', options: 'disable_idle_d3=1' }],
        programSeconds: PROGRAM_SECONDS,
      };
      groups.push({ kernel, guest, builds });
    }
    const [first, ...others] = groups;
    if (!first) throw new Error('a run without any kernel');
    return { groups: [first, ...others] as const, stages, suites: suites.records };
  });
}

async function guestCells(
  builds: readonly CellBuild[],
  tests: TestBuilder,
  suites: SuitePrograms,
): Promise<Guest['cells']> {
  const cells: Guest['cells'][number][] = [];
  for (const build of builds) {
    if (build.failure) continue;
    const { cell } = build;
    const own: readonly Program[] = cell.client
      ? await tests.client(uapiOf(cell.composition), cell.client, cell.name)
      : [];
    cells.push({
      name: cell.name,
      modules: build.modules.map(({ path }) => path),
      contract: cell.contract.map(([key, value]) => `${key} ${value}\n`).join(''),
      tests: own,
      suites: await suites.of(cell),
    });
  }
  return cells;
}

function uapiOf({ edited }: Cell['composition']): Map<string, string> {
  const prefix = 'include/uapi/';
  return new Map(
    [...edited.texts]
      .filter(([path]) => path.startsWith(prefix))
      .map(([path, text]) => [path.slice(prefix.length), text]),
  );
}
