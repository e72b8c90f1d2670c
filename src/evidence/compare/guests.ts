// SPDX-License-Identifier: GPL-2.0-only
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../../context.ts';
import { Failure } from '../../failure.ts';
import type { GuestCell } from '../../guest/files.ts';
import { type Machine, withMemory } from '../../guest/machine.ts';
import { makePrograms } from '../../guest/make-programs.ts';
import { suiteOf } from '../../guest/suite.ts';
import type { RunVerdict } from '../../guest/verdict.ts';
import { baseModules, type Kernel, moduleInfoOf } from '../../kernel/build.ts';
import { NeedsSource, NotReplaced } from '../../kernel/failures.ts';
import type { Requested } from '../../kernel/source.ts';
import { GROUND } from '../../selftests/guest.ts';
import { runSelftests, type SelftestResult } from '../../selftests/run.ts';
import { failureRecord } from '../build.ts';
import { kernelFromSource } from '../kernels.ts';
import { measuredOf } from '../repeats.ts';
import { pace, type SelftestOptions, selftestGuestFiles } from '../selftests/column.ts';
import { selftestKernel, sourceNeeds } from '../selftests/kernel.ts';
import { laidTests, type PreparedTests, preparedTests } from '../selftests/prepare.ts';
import type { SelftestsRecord } from '../selftests/record.ts';
import { staged } from '../stages.ts';
import { programTests } from '../tests.ts';
import { type BuildRequest, type Built, builtCells, presentTexts } from './built.ts';
import type { Compared, ComparedCell } from './schema.ts';

export interface ComparedBoot extends BuildRequest {
  readonly machine: Machine;
  /** Directories of the tree's selftests, files of C, scripts, programs, folders. */
  readonly tests: readonly string[];
  /** Whether tests are built against each design's own headers, or all against those of the tree as it is. */
  readonly headers: 'own' | 'old';
  readonly options: SelftestOptions;
  /** The run's. */
  readonly folder: string;
  /** The checkout: kernel-tests. */
  readonly project: string;
}

type Booted = Pick<Compared, 'cells' | 'kernel' | 'qemu' | 'boots' | 'selftests'>;

/**
 * Builds the modules of the tree as it is and of each design, and loads them in a guest, where all tests run. What a
 * design does wrong is in its cell.
 *
 * @returns undefined where no design names a module that could be swapped, and there is nothing else to see
 * @throws ModuleMissing where the kernel has one of the modules built in, or not at all; what is wrong with the host, the
 *   tree or the machine
 */
export async function bootDesigns(
  request: ComparedBoot,
  stages: Compared['stages'],
  context: Context,
): Promise<Booted | undefined> {
  const { designs, tree, tests, choice } = request;
  const machine = tests.length > 0 ? withMemory(request.machine, request.options.memory) : request.machine;
  const modules = designs.flatMap(({ needs }) => needs?.modules ?? []);
  const roots = [...new Set(modules.map(({ name }) => name))];
  if (roots.length === 0 && tests.length === 0 && choice.way === 'prebuilt') return undefined;
  const overlays = overlaysOf(request);
  const prepared =
    tests.length === 0
      ? undefined
      : await staged('build tests', stages, () => preparedTests(tests, { tree, machine, overlays }, context));
  const asModules = modules.flatMap(({ symbols }) =>
    symbols.map(({ name }): Requested => ({ name, value: 'm', wished: true })),
  );
  const symbols = [...asModules, ...(prepared?.symbols ?? [])];
  const needs = sourceNeeds(machine, choice, roots, symbols);
  const kernel = await staged('kernel', stages, () =>
    choice.way === 'source'
      ? kernelFromSource(tree, presentTexts(request.below), needs, undefined, context)
      : selftestKernel(tree, machine, choice, { roots, symbols: prepared?.symbols ?? [] }, context),
  );
  const built = await staged('build', stages, () => builtCells(request, kernel, needs, context));
  const guests: GuestSeen[] = [];
  // Cells of the shared kernel run in one guest; a kernel of a design's own has one of its own.
  for (const one of new Set([kernel, ...built.flatMap((cell) => cell.own ?? [])])) {
    const cells = built.filter((cell) => cell.modules && (cell.own ?? kernel) === one);
    if (cells.length > 0)
      guests.push(await seen(one, cells, { request, machine, roots, prepared }, stages, context));
  }
  const cells: ComparedCell[] = [];
  for (const one of built)
    cells.push(await cellOf(one, guests.map((guest) => guest.cells.get(one.name)).find(Boolean)));
  const [first] = guests;
  return {
    cells,
    kernel: { release: kernel.release, way: kernel.way, packages: [...kernel.packages] },
    ...(first ? { qemu: first.qemu } : {}),
    ...(first?.record ? { selftests: first.record } : {}),
    boots: guests.flatMap(({ boots }) => boots),
  };
}

/** What each column puts in place of the tree's texts. */
function overlaysOf({
  applied,
  below,
  headers,
}: ComparedBoot): Map<string, ReadonlyMap<string, string | undefined>> {
  const base = new Map(below);
  if (headers === 'old') return new Map([['', base]]);
  const own = applied.map(
    ({ name, ends }) => [name, new Map([...ends.after].map(([path, file]) => [path, file?.text]))] as const,
  );
  return new Map<string, ReadonlyMap<string, string | undefined>>([['', base], ...own]);
}

interface GuestSeen {
  readonly cells: ReadonlyMap<string, SelftestResult>;
  readonly boots: NonNullable<Compared['boots']>;
  readonly qemu: string;
  readonly record: SelftestsRecord | undefined;
}

/** The cells of one kernel in a guest. */
async function seen(
  kernel: Kernel,
  cells: readonly Built[],
  {
    request,
    machine,
    roots,
    prepared,
  }: {
    request: ComparedBoot;
    machine: Machine;
    roots: readonly string[];
    prepared: PreparedTests | undefined;
  },
  stages: Compared['stages'],
  context: Context,
): Promise<GuestSeen> {
  const { project, folder, options } = request;
  const { architecture } = machine;
  const [{ init, runner }, programs] = await staged('test programs', stages, () =>
    Promise.all([
      selftestGuestFiles(project, architecture, context),
      makePrograms(
        {
          folder: join(project, 'kernel-tests/compare'),
          ...{ architecture, target: 'all', headers: {}, variables: {}, name: 'programs of kpw compare' },
        },
        context,
      ),
    ]),
  );
  const { limit, environment } = await pace(machine, options, context);
  const config = await readFile(kernel.config, 'latin1');
  const [first] = cells;
  const laid =
    prepared &&
    (await staged('userland', stages, () =>
      laidTests(
        prepared,
        kernel,
        { config, asked: options.packages, swapped: first?.modules ?? [], limit },
        context,
      ),
    ));
  const loaded = programs.find(({ name }) => name === 'loaded');
  const report = await staged('guest', stages, () =>
    runSelftests(
      {
        guest: {
          init,
          base: baseModules(kernel).map(({ path }) => path),
          tests: [
            ...(laid ? [{ name: GROUND, path: runner }] : []),
            ...(loaded && (roots.length > 0 || !laid) ? [loaded] : []),
          ],
          ...(laid ? { files: laid.files } : {}),
          environment: { ...environment, ...(roots.length > 0 ? { KPW_MODULES: roots.join(',') } : {}) },
          programSeconds: 0,
        },
        cells: cells.map((cell) => ({
          cell: guestCell(cell),
          programs: (prepared?.sets.get(cell.design ?? cell.name) ?? prepared?.sets.get('') ?? []).flatMap(
            (one) => one.programs,
          ),
        })),
        ...{ machine, kernel, runner, limit },
        output: join(folder, first?.own ? `guest-${first.name}` : 'guest'),
      },
      context,
    ),
  );
  return { ...report, record: laid?.record };
}

function guestCell({ name, modules = [], parameters = [] }: Built): GuestCell {
  return {
    ...{ name, parameters },
    modules: modules.map(({ path }) => path),
    symbols: modules.flatMap(({ unstripped }) => unstripped ?? []),
    contract: '',
  };
}

async function cellOf(
  { name, design, loaded, build, failure, modules }: Built,
  seenThere: SelftestResult | undefined,
): Promise<ComparedCell> {
  const result = seenThere?.result;
  const told = failure ?? result?.failure;
  const sizes: ComparedCell['modules'] = [];
  for (const module of modules ?? [])
    sizes.push({ name: module.name, bytes: (await stat(module.path)).size, ...(await infoOf(module.path)) });
  const own = (result?.programs ?? []).filter((one) => one.name !== GROUND && !suiteOf(one.name));
  return {
    name,
    ...(design !== undefined && loaded ? { design, loaded } : {}),
    verdict: verdictOf(failure, result?.verdict),
    ...(told instanceof Failure ? { failure: failureRecord(told) } : {}),
    modules: sizes,
    warnings: (build?.warnings ?? []).map(({ file, line, text }) => `${file}:${line}: ${text}`),
    tests: [...own.flatMap(programTests), ...(seenThere?.rows ?? []).map((row) => ({ ...row }))],
    observations: Object.fromEntries((result?.observations ?? []).map(({ key, value }) => [key, value])),
    measurements: measuredOf({ measurements: result?.measurements ?? [], series: [] }).measurements,
    boot: result?.boot ?? 0,
    consoleTail: result?.consoleTail ?? '',
  };
}

async function infoOf(path: string): Promise<Pick<ComparedCell['modules'][number], 'info'>> {
  const found = moduleInfoOf(await readFile(path));
  if (!found) return {};
  const { parameters, aliases, firmware, depends } = found;
  return { info: { parameters, aliases, firmware, depends } };
}

/** A design that no kernel at hand could show is not wrong. */
function verdictOf(failure: Failure | undefined, seenThere: RunVerdict | undefined): RunVerdict {
  if (failure instanceof NeedsSource) return 'SKIP';
  if (failure instanceof NotReplaced) return 'MISS';
  return failure ? 'FAIL' : (seenThere ?? 'MISS');
}
