// SPDX-License-Identifier: GPL-2.0-only
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../../context.ts';
import { Failure } from '../../failure.ts';
import { type CellResult, runCells } from '../../guest/cells.ts';
import type { Guest, GuestCell } from '../../guest/files.ts';
import { leaves } from '../../guest/ktap.ts';
import type { Machine } from '../../guest/machine.ts';
import { buildInit, makePrograms } from '../../guest/programs.ts';
import {
  BuildFailed,
  type BuiltModule,
  baseModules,
  buildModules,
  genericFlavour,
  type Kernel,
  type ModuleBuild,
} from '../../kernel/build.ts';
import { ModuleMissing, NeedsSource } from '../../kernel/failures.ts';
import type { Tree } from '../../kernel/tree.ts';
import { failureRecord } from '../build.ts';
import { machineKernel } from '../kernel.ts';
import type { Laid } from '../patches/lay.ts';
import { staged } from '../stages.ts';
import type { Applied } from './between.ts';
import type { Compared, ComparedCell, ComparedDesign } from './schema.ts';
import { ownTests } from './tests.ts';

/** Seconds that one test may take; TCG is slow. */
const PROGRAM_SECONDS = 120;

export interface GuestRequest {
  readonly designs: readonly ComparedDesign[];
  readonly applied: readonly Applied[];
  /** Texts of what all designs stand on, where they are not the tree's. */
  readonly below: Laid['below'];
  readonly tree: Tree;
  readonly machine: Machine;
  /** Files of C, static programs, folders. */
  readonly tests: readonly string[];
  /** The run's. */
  readonly folder: string;
  /** The checkout: kernel-tests. */
  readonly project: string;
}

type Booted = Pick<Compared, 'cells' | 'kernel' | 'qemu' | 'boots'>;

/**
 * Builds the modules of the tree as it is and of each design, and loads them in a guest, where all tests run. What a
 * design does wrong is in its cell.
 *
 * @returns undefined where no design names a module that could be swapped
 * @throws ModuleMissing where the kernel has one of the modules built in, or not at all; what is wrong with the host, the
 *   tree or the machine
 */
export async function bootDesigns(
  request: GuestRequest,
  stages: Compared['stages'],
  context: Context,
): Promise<Booted | undefined> {
  const { designs, machine, tree, project, folder } = request;
  const roots = [...new Set(designs.flatMap(({ needs }) => needs?.modules.map(({ name }) => name) ?? []))];
  if (roots.length === 0) return undefined;
  const kernel = await staged('kernel', stages, () => kernelWith(roots, tree, machine, context));
  const built = await staged('build', stages, () => builtCells(request, kernel, context));
  const { architecture } = machine;
  const making = {
    folder: join(project, 'kernel-tests/compare'),
    architecture,
    target: 'all',
    headers: {},
    variables: {},
  };
  const [init, programs] = await staged('test programs', stages, () =>
    Promise.all([
      buildInit(join(project, 'kernel-tests/init'), architecture, context),
      makePrograms({ ...making, name: 'programs of kpw compare' }, context),
    ]),
  );
  const pathOf = (name: string) => programs.find((one) => one.name === name)?.path ?? '';
  const own = await ownTests(request.tests, pathOf('wrapped'), architecture, context);
  const guest: Guest = {
    init,
    base: baseModules(kernel).map(({ path }) => path),
    cells: built.flatMap(({ name, modules }) => (modules ? [guestCell(name, modules)] : [])),
    tests: [{ name: 'loaded', path: pathOf('loaded') }, ...own.programs],
    libraries: own.files,
    environment: { ...own.environment, KPW_MODULES: roots.join(',') },
    programSeconds: PROGRAM_SECONDS,
  };
  const report = await staged('guest', stages, () =>
    runCells(guest, machine, kernel, { output: join(folder, 'guest') }, context),
  );
  const cells: ComparedCell[] = [];
  for (const one of built)
    cells.push(
      await cellOf(
        one,
        report.cells.find(({ cell }) => cell === one.name),
      ),
    );
  return {
    cells,
    kernel: { release: kernel.release, way: kernel.way, packages: [...kernel.packages] },
    qemu: report.qemu,
    boots: report.boots.map((boot) => ({ ...boot, folder: join('guest', boot.folder) })),
  };
}

/** The first flavour that has all of the modules as modules. */
async function kernelWith(
  roots: readonly string[],
  tree: Tree,
  machine: Machine,
  context: Context,
): Promise<Kernel> {
  const { architecture, kernel } = machine;
  const flavours = [...new Set([...(kernel.prebuilt ?? []), genericFlavour(architecture)])];
  let missing: ModuleMissing | undefined;
  for (const flavour of flavours) {
    const one = { ...machine, kernel: { ...kernel, prebuilt: [flavour] } };
    try {
      return await machineKernel(tree, one, { roots }, context);
    } catch (error) {
      if (!(error instanceof ModuleMissing)) throw error;
      missing = error;
    }
  }
  throw missing;
}

/** A column's modules, or why it has none. */
interface Built {
  readonly name: string;
  readonly modules?: readonly BuiltModule[];
  readonly build?: ModuleBuild;
  readonly failure?: Failure;
}

async function builtCells(
  { designs, applied, below, tree }: GuestRequest,
  kernel: Kernel,
  context: Context,
): Promise<Built[]> {
  const base = textsOf(below);
  // The distribution's own modules are built otherwise, and would differ from each design by that.
  const cells: Built[] = [await builtCell('baseline', base, kernel, tree, context)];
  for (const { name, needs } of designs) {
    const own = applied.find((one) => one.name === name);
    if (!own || !needs) continue;
    if (needs.source.length > 0) {
      cells.push({ name, failure: beyond(name, needs.source, tree) });
      continue;
    }
    const files = new Map([...own.ends.after].map(([path, file]) => [path, file?.text]));
    cells.push(await builtCell(name, new Map([...base, ...textsOf(files)]), kernel, tree, context));
  }
  return cells;
}

async function builtCell(
  name: string,
  edited: ReadonlyMap<string, string>,
  kernel: Kernel,
  tree: Tree,
  context: Context,
): Promise<Built> {
  try {
    const build = await buildModules(kernel, tree, edited, context, name);
    return { name, modules: build.modules, build };
  } catch (error) {
    if (error instanceof BuildFailed || error instanceof NeedsSource) return { name, failure: error };
    throw error;
  }
}

/** A file that is gone is no text: what named it in a Makefile is. */
function textsOf(files: ReadonlyMap<string, string | undefined>): Map<string, string> {
  return new Map([...files].flatMap(([path, text]) => (text === undefined ? [] : [[path, text] as const])));
}

function beyond(name: string, files: readonly string[], tree: Tree): NeedsSource {
  return new NeedsSource({
    title: `${name} changes code that is built into the kernel: ${files.join(', ')}`,
    where: tree.label,
    hint: 'Only modules can be swapped in a prebuilt kernel: build one from the tree with this design to see it.',
  });
}

function guestCell(name: string, modules: readonly BuiltModule[]): GuestCell {
  return {
    name,
    modules: modules.map(({ path }) => path),
    symbols: modules.flatMap(({ unstripped }) => unstripped ?? []),
    contract: '',
  };
}

async function cellOf(
  { name, build, failure, modules }: Built,
  result: CellResult | undefined,
): Promise<ComparedCell> {
  const told = failure ?? result?.failure;
  const sizes: ComparedCell['modules'] = [];
  for (const module of modules ?? [])
    sizes.push({ name: module.name, bytes: (await stat(module.path)).size });
  return {
    name,
    verdict: failure instanceof NeedsSource ? 'SKIP' : failure ? 'FAIL' : (result?.verdict ?? 'MISS'),
    ...(told instanceof Failure ? { failure: failureRecord(told) } : {}),
    modules: sizes,
    warnings: (build?.warnings ?? []).map(({ file, line, text }) => `${file}:${line}: ${text}`),
    tests: (result?.programs ?? []).flatMap(({ name: program, document }) =>
      leaves(document.tests).map(({ name: test, status, reason, diagnostics }) => ({
        ...{ program, name: test, status },
        ...(reason === undefined ? {} : { reason }),
        ...(status === 'FAIL' || status === 'ERROR' ? { diagnostics } : {}),
      })),
    ),
    observations: Object.fromEntries((result?.observations ?? []).map(({ key, value }) => [key, value])),
    measurements: Object.fromEntries(
      (result?.measurements ?? []).map(({ key, value, unit, samples }) => [
        key,
        { value, unit, ...(samples === undefined ? {} : { samples }) },
      ]),
    ),
    boot: result?.boot ?? 0,
    consoleTail: result?.consoleTail ?? '',
  };
}
