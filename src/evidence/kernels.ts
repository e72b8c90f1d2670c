// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../context.ts';
import type { Machine } from '../guest/machine.ts';
import { BuildFailed, type Kernel, scopedEdits, shippedModules, treeForBuild } from '../kernel/build.ts';
import { NeedsSource, NotReplaced, TreeUnsuitable } from '../kernel/failures.ts';
import {
  hasSourceKernel,
  type KernelRequest,
  merged,
  type Requested,
  requestedBy,
  sourceKernel,
} from '../kernel/source.ts';
import type { Tree } from '../kernel/tree.ts';
import { requireSound } from '../mending.ts';
import type { ModuleSwap } from '../subsystem.ts';
import { asLoaded, buildCells, type CellBuild, inPatch, patchOf } from './build.ts';
import { type Cell, editedFiles } from './cells.ts';
import { buildForCoverage, type CoverageRequest, coverageInstrumentation } from './coverage.ts';
import { fitting, machineKernel } from './kernel.ts';
import { lots } from './lots.ts';

/** How a run comes to its kernels. */
export interface KernelChoice {
  readonly way: 'prebuilt' | 'source';
  /** Configs beside those that the machine names: `debug`. Of the source way only. */
  readonly configs?: readonly string[];
  /** Symbols of the user's own, which come last. */
  readonly symbols?: readonly Requested[];
}

/** The first way that a machine names. */
export function defaultChoice({ kernel }: Pick<Machine, 'kernel'>): KernelChoice {
  return { way: kernel.prebuilt ? 'prebuilt' : 'source' };
}

/** The choice with further configs, where a kernel is built: another one has what it has. */
export function withConfigs(choice: KernelChoice, further: readonly string[]): KernelChoice {
  if (choice.way === 'prebuilt' || further.length === 0) return choice;
  return { ...choice, configs: [...new Set([...(choice.configs ?? []), ...further])] };
}

/** What decides the kernels of a run. */
export interface KernelNeeds {
  readonly machine: Machine;
  readonly choice: KernelChoice;
  /** The modules that cells replace. */
  readonly swap: ModuleSwap;
}

/** A kernel, and the cells that are run in it. */
export interface KernelGroup {
  readonly kernel: Kernel;
  readonly builds: readonly CellBuild[];
  /** A module that those of the cells call, to be loaded before them. */
  readonly helper?: string;
}

/**
 * Which kernel each cell needs; a group is given when all of its cells are built. First comes the kernel of the tree as
 * it is, with the modules of every cell that changes nothing else, in as many groups as are asked for: the cells that
 * are ready first make up the first. The source way gives each other cell a kernel of its own, in which its modules
 * were made too. A cell that cannot be built stands in a group of the tree's kernel, with its failure.
 *
 * @param guests groups to spread the cells of the tree's kernel over
 * @throws what is wrong with the host, the tree or the machine, not with a design
 */
export async function* kernelGroups(
  cells: readonly Cell[],
  given: Tree,
  { guests, coverage, ...needs }: KernelNeeds & { guests: number; coverage?: CoverageRequest },
  context: Context,
): AsyncGenerator<KernelGroup> {
  const kernel = await sharedKernel(given, needs, context);
  const tree = await treeForBuild(given, kernel, context);
  const apart = new Map<Cell, NeedsSource>();
  const unseen = new Map<Cell, NotReplaced>();
  for (const cell of cells) {
    const failure = await needsOwn(cell, kernel, tree, context);
    if (failure instanceof NotReplaced) unseen.set(cell, failure);
    else if (failure) apart.set(cell, failure);
  }
  const together = cells.filter((cell) => !apart.has(cell) && !unseen.has(cell));
  const counts = ({ failure }: CellBuild) => failure === undefined;
  const instrumentation = coverage && (await coverageInstrumentation(kernel, coverage.project, context));
  const means = coverage && instrumentation && { ...coverage, instrumentation };
  const built = buildCells(together, kernel, tree, context, means);
  for await (const builds of lots(built, { total: together.length, guests, counts }))
    yield { kernel, builds, ...(instrumentation ? { helper: instrumentation.helper } : {}) };
  if (unseen.size > 0) yield { kernel, builds: [...unseen].map(([cell, failure]) => ({ cell, failure })) };
  if (needs.choice.way === 'prebuilt') {
    for (const [cell] of apart)
      context.report({
        task: `build ${cell.name}`,
        state: 'skipped',
        text: 'it changes built-in code, which needs a kernel from source',
      });
    if (apart.size > 0) yield { kernel, builds: [...apart].map(([cell, failure]) => ({ cell, failure })) };
    return;
  }
  for (const cell of apart.keys()) {
    const found = await ownKernel(cell, tree, needs, context, coverage);
    yield 'kernel' in found ? found : { kernel, builds: [found] };
  }
}

/** Why modules that are swapped do not do for a cell; undefined where they do. */
async function needsOwn(
  cell: Cell,
  kernel: Kernel,
  tree: Tree,
  context: Context,
): Promise<NeedsSource | NotReplaced | undefined> {
  try {
    await scopedEdits(kernel, tree, editedFiles(cell), cell.name, context);
    return undefined;
  } catch (error) {
    if (error instanceof NeedsSource || error instanceof NotReplaced) return error;
    throw error;
  }
}

/** The kernel of the tree as it is. */
export async function sharedKernel(tree: Tree, needs: KernelNeeds, context: Context): Promise<Kernel> {
  const { machine, choice, swap } = needs;
  if (choice.way === 'prebuilt') return machineKernel(tree, machine, swap, context);
  return kernelFromSource(tree, new Map(), needs, undefined, context);
}

/** Whether the tree's own kernel is in the cache, so that nothing has to be built from source. */
export async function isBuilt(
  tree: Tree,
  machine: Machine,
  choice: KernelChoice,
  context: Context,
): Promise<boolean> {
  if (choice.way === 'prebuilt') return true;
  if (!machine.kernel.source) return false;
  return hasSourceKernel(tree, await requested(machine, choice), context);
}

async function ownKernel(
  cell: Cell,
  tree: Tree,
  needs: KernelNeeds,
  context: Context,
  request: CoverageRequest | undefined,
): Promise<KernelGroup | CellBuild> {
  try {
    const kernel = await kernelFromSource(tree, editedFiles(cell), needs, cell.name, context);
    const built = await asLoaded(cell, { cell, modules: shippedModules(kernel) });
    if (built.failure) return built;
    if (!request) return { kernel, builds: [built] };
    const means = await coverageInstrumentation(kernel, request.project, context);
    const coverage = await buildForCoverage(cell, kernel, tree, request, means, context);
    return { kernel, builds: [{ ...built, coverage }], helper: means.helper };
  } catch (error) {
    if (!(error instanceof BuildFailed)) throw error;
    const culprit = error.messages.find(({ level }) => level === 'error');
    if (!culprit || patchOf(culprit, cell) === undefined) await requireSound(context);
    return { cell, failure: inPatch(error, cell) };
  }
}

/**
 * A kernel of a tree with texts laid over it.
 *
 * @param name of the design that they are of; undefined for the tree as it is
 * @throws as `sourceKernel`; TreeUnsuitable where the machine names no configs for one
 */
export async function kernelFromSource(
  tree: Tree,
  overlay: ReadonlyMap<string, string>,
  { machine, choice, swap }: KernelNeeds,
  name: string | undefined,
  context: Context,
): Promise<Kernel> {
  if (!machine.kernel.source)
    throw new TreeUnsuitable({
      title: `the machine ${machine.id} names no configs for a kernel from source`,
      where: `machine ${machine.id}`,
      hint: 'Give it kernel.source, a list of files of kernel-tests/configs, or use the prebuilt way.',
    });
  const own = name === undefined ? {} : { name };
  const request = { ...(await requested(machine, choice)), swap, ...own };
  const built = await sourceKernel(tree, overlay, request, context);
  return fitting(
    built,
    machine,
    'the kernel that was built',
    'Add them to a config that the machine names (kernel-tests/configs).',
  );
}

/** What a kernel from source is configured by: the machine's configs, those of the choice, the user's own symbols. */
async function requested(
  { architecture, kernel }: Machine,
  { configs = [], symbols = [] }: KernelChoice,
): Promise<Pick<KernelRequest, 'architecture' | 'symbols'>> {
  const all = await requestedBy([...(kernel.source ?? []), ...configs]);
  return { architecture, symbols: merged(all, symbols) };
}
