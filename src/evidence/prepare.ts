// SPDX-License-Identifier: GPL-2.0-only

import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Context } from '../context.ts';
import { gather } from '../gather.ts';
import { chooseAccelerator } from '../guest/accelerator.ts';
import type { Guest, GuestProgram } from '../guest/files.ts';
import type { Machine } from '../guest/machine.ts';
import { machineFor } from '../guest/machine-for.ts';
import { buildInit, type TestBuilder, testBuilder } from '../guest/programs.ts';
import { fittedFor } from '../guest/qemu-devices.ts';
import { librariesOf, SANITIZED, SANITIZED_ENVIRONMENT } from '../guest/sanitized.ts';
import { baseModules, type Kernel } from '../kernel/build.ts';
import type { Designs } from '../series/generate.ts';
import type { AnyTopic } from '../series/topic.ts';
import { testsFolder } from '../series/topic-home.ts';
import { swapOf } from '../subsystem.ts';
import { type CellBuild, inCellOrder } from './build.ts';
import { type Cell, cellsOf } from './cells.ts';
import type { CoverageRequest } from './coverage.ts';
import { defaultChoice, type KernelChoice, kernelGroups, withConfigs } from './kernels.ts';
import { type Known, splatsOf, today } from './known.ts';
import type { Evidence } from './schema.ts';
import { Stopwatch } from './stages.ts';
import { type SuitePrograms, suitePrograms } from './suites.ts';

/** Seconds that one test program may take; TCG is slow, and a reset of an nvme takes 0.1 s. */
export const PROGRAM_SECONDS = 120;

/** With KASAN or KCSAN each access to memory is some five instructions more, with lockdep each lock a search. */
export const WATCHED_SLOWNESS = 5;

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
  readonly suites?: readonly string[];
  /** Guests at a time; by default one for each core. */
  readonly jobs?: number;
  /** Only the programs that see what designs differ in, where the topic says which those are. */
  readonly quick?: boolean;
  /** Boot every cell, also those that passed before with the very same in their guest. */
  readonly again?: boolean;
  /** Boots of each cell, from 1: tests that some fail and others pass are flaky. */
  readonly repeat?: number;
  /** Failures that somebody answers for. */
  readonly known?: readonly Known[];
  /** Tell which of the lines that patches add the tests reach. */
  readonly coverage?: boolean;
  /** Build the test programs with AddressSanitizer and UndefinedBehaviorSanitizer: a mistake of theirs fails a cell. */
  readonly sanitize?: boolean;
}

/** A guest that is ready to boot, and what went into it. */
export interface PreparedGroup {
  /** The one that was asked for, and what suites need of its CPU besides. */
  readonly machine: Machine;
  readonly kernel: Kernel;
  readonly guest: Guest;
  readonly builds: readonly CellBuild[];
}

export interface PreparedRun {
  /** Each as soon as it is there, the first of the tree's own kernel. Between them all cells have a place. */
  readonly groups: AsyncGenerator<PreparedGroup>;
  readonly suites: SuitePrograms['records'];
}

/**
 * Builds all that a guest run needs: kernels, modules of every cell, test programs.
 *
 * @param stages gets how long each kind took, when the last group is there
 * @param coverage builds the cells' modules so that they say what of them is reached
 */
export async function prepareRun(
  request: RunRequest,
  stages: Evidence['stages'],
  context: Context,
  coverage?: CoverageRequest,
): Promise<PreparedRun> {
  const { designs, project, suites: chosen = [], jobs = availableParallelism() } = request;
  const { tree, topic, baseline } = designs;
  const machine = machineFor(topic.subsystem, request.machine);
  const { architecture } = machine;
  const folder = testsFolder(project, topic);
  // Missing programs should fail before an hour of compiling.
  await fittedFor(topic.subsystem, machine, context);
  if (context.accelerator === 'kvm') await chooseAccelerator(machine, context);
  const suites = await suitePrograms(chosen, { subsystem: topic.subsystem, tree, machine, project }, context);
  const choice = withConfigs(request.kernel ?? defaultChoice(machine), suites.configs);
  const work = new Stopwatch();

  async function* groups(): AsyncGenerator<PreparedGroup> {
    const { sanitize = false } = request;
    const splats = splatsOf(request.known ?? [], today());
    const variables = sanitize ? SANITIZED : {};
    const shared = topic.home === undefined ? undefined : await sharedHeaders(project);
    const uapi = uapiOf(baseline);
    const tests = testBuilder(folder, tree, uapi, architecture, context, variables, shared);
    const [init, common] = await work.during('test programs', () =>
      Promise.all([buildInit(join(project, 'kernel-tests', 'init'), architecture, context), tests.common()]),
    );
    const cells = cellsOf(designs, machine.traits);
    const built = kernelGroups(
      cells,
      tree,
      { machine, choice, swap: swapOf(topic), guests: jobs, ...(coverage ? { coverage } : {}) },
      context,
    );
    for (;;) {
      const next = await work.during('build', () => built.next());
      if (next.done) break;
      const { kernel, helper } = next.value;
      const builds = inCellOrder(next.value.builds, cells);
      const watched = /^CONFIG_K[AC]SAN=y$/m.test(await readFile(kernel.config, 'latin1'));
      const slowness = watched ? WATCHED_SLOWNESS : 1;
      const guest: Guest = {
        init,
        base: [...baseModules(kernel).map(({ path }) => path), ...(helper === undefined ? [] : [helper])],
        tests: common.filter(chosenOf(request)).filter(triedOn(topic, request.machine, kernel)),
        suites: suites.common,
        cells: await work.during('test programs', () => guestCells(builds, tests, suites, chosenOf(request))),
        binding: topic.subsystem.binding,
        ...(topic.subsystem.parameters ? { parameters: topic.subsystem.parameters } : {}),
        programSeconds: PROGRAM_SECONDS * slowness,
        slowness,
        ...(splats.length > 0 ? { knownSplats: splats } : {}),
        ...(sanitize
          ? {
              libraries: await librariesOf(common, architecture, context),
              environment: SANITIZED_ENVIRONMENT,
            }
          : {}),
      };
      yield { machine: suites.machine, kernel, guest, builds };
    }
    stages.push(...work.stages());
  }
  return { groups: groups(), suites: suites.records };
}

/**
 * The same with one guest a kernel, when all of them are there. The first is of the tree's own, and has a place for
 * every cell that could not be built.
 */
export async function prepareWhole(
  request: RunRequest,
  context: Context,
  coverage?: CoverageRequest,
): Promise<[PreparedGroup, ...PreparedGroup[]]> {
  const { groups } = await prepareRun({ ...request, jobs: 1 }, [], context, coverage);
  const [first, ...others] = await gather(groups);
  if (!first) throw new Error('a run without any kernel');
  const runs = ({ guest }: PreparedGroup) => guest.cells.length > 0;
  const unbuilt = others.filter((group) => !runs(group)).flatMap(({ builds }) => builds);
  return [{ ...first, builds: [...first.builds, ...unbuilt] }, ...others.filter(runs)];
}

/** Names of the programs that a quick run of the topic has; undefined where all of them run. */
export function quickPrograms({ designs, quick = false }: RunRequest): readonly string[] | undefined {
  return quick ? designs.topic.quick : undefined;
}

function chosenOf(request: RunRequest): (program: GuestProgram) => boolean {
  const names = quickPrograms(request);
  return ({ name }) => names?.includes(name) ?? true;
}

/** Programs that are known to pass with sound designs on this machine and this kind of kernel. */
export function triedOn(
  { triedOn: tried = {} }: Pick<AnyTopic, 'triedOn'>,
  machine: Machine,
  kernel: Pick<Kernel, 'way'>,
): (program: GuestProgram) => boolean {
  return ({ name }) => {
    const machines = tried[name];
    return machines === undefined || (kernel.way === 'prebuilt' && machines.includes(machine.id));
  };
}

async function guestCells(
  builds: readonly CellBuild[],
  tests: TestBuilder,
  suites: SuitePrograms,
  chosen: (program: GuestProgram) => boolean,
): Promise<Guest['cells']> {
  const cells: Guest['cells'][number][] = [];
  for (const build of builds) {
    if (build.failure) continue;
    const { cell, coverage } = build;
    const modules = coverage && !coverage.failure ? coverage.modules : build.modules;
    const own: readonly GuestProgram[] = cell.client
      ? await tests.client(uapiOf(cell.composition), cell.client, cell.name)
      : [];
    cells.push({
      name: cell.name,
      modules: modules.map(({ path }) => path),
      symbols: modules.flatMap(({ unstripped }) => unstripped ?? []),
      ...(build.parameters ? { parameters: build.parameters } : {}),
      contract: cell.contract.map(([key, value]) => `${key} ${value}\n`).join(''),
      tests: own.filter(chosen),
      suites: await suites.of(cell),
    });
  }
  return cells;
}

/** What kernel-tests/topic has for programs outside of the checkout. */
export async function sharedHeaders(project: string): Promise<ReadonlyMap<string, string>> {
  const name = 'kpw.h';
  return new Map([[name, await readFile(join(project, 'kernel-tests/topic', name), 'latin1')]]);
}

export function uapiOf({ edited }: Pick<Cell['composition'], 'edited'>): Map<string, string> {
  const prefix = 'include/uapi/';
  return new Map(
    [...edited.texts]
      .filter(([path]) => path.startsWith(prefix))
      .map(([path, text]) => [path.slice(prefix.length), text]),
  );
}
