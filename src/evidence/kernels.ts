// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises';
import type { Context } from '../context.ts';
import { type Machine, missingConfigs } from '../guest/machine.ts';
import { BuildFailed, type Kernel, scopedEdits, shippedModules } from '../kernel/build.ts';
import { NeedsSource, TreeUnsuitable } from '../kernel/failures.ts';
import { hasSourceKernel, merged, type Requested, requestedBy, sourceKernel } from '../kernel/source.ts';
import type { Tree } from '../kernel/tree.ts';
import { buildCells, type CellBuild, inPatch } from './build.ts';
import { type Cell, editedFiles } from './cells.ts';
import { machineKernel } from './kernel.ts';

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

/** A kernel, and the cells that are run in it. */
export interface KernelGroup {
  readonly kernel: Kernel;
  readonly builds: readonly CellBuild[];
}

/**
 * Which kernel each cell needs. The first group is the kernel of the tree as it is, with the modules of every cell that
 * changes nothing else; the source way gives each other cell a kernel of its own, in which its modules were made too. A
 * cell that cannot be built stands in the first group, with its failure.
 *
 * @throws what is wrong with the host, the tree or the machine, not with a design
 */
export async function kernelGroups(
  cells: readonly Cell[],
  tree: Tree,
  machine: Machine,
  choice: KernelChoice,
  context: Context,
): Promise<KernelGroup[]> {
  const kernel = await sharedKernel(tree, machine, choice, context);
  if (choice.way === 'prebuilt') return [{ kernel, builds: await buildCells(cells, kernel, tree, context) }];
  const apart: Cell[] = [];
  for (const cell of cells) if (await needsOwn(cell, kernel, tree)) apart.push(cell);
  const together = cells.filter((cell) => !apart.includes(cell));
  const shared = await buildCells(together, kernel, tree, context);
  const own: KernelGroup[] = [];
  for (const cell of apart) {
    const found = await ownKernel(cell, tree, machine, choice, context);
    if ('kernel' in found) own.push(found);
    else shared.push(found);
  }
  return [{ kernel, builds: shared }, ...own];
}

/** Asked before its modules are built: that such a cell has none to swap is no failure here. */
async function needsOwn(cell: Cell, kernel: Kernel, tree: Tree): Promise<boolean> {
  try {
    await scopedEdits(kernel, tree, editedFiles(cell), cell.name);
    return false;
  } catch (error) {
    if (error instanceof NeedsSource) return true;
    throw error;
  }
}

/** The kernel of the tree as it is. */
export async function sharedKernel(
  tree: Tree,
  machine: Machine,
  choice: KernelChoice,
  context: Context,
): Promise<Kernel> {
  if (choice.way === 'prebuilt') return machineKernel(tree, machine, context);
  return fromSource(tree, new Map(), machine, choice, undefined, context);
}

/** Whether the tree's own kernel is in the cache, so that nothing has to be built from source. */
export async function isBuilt(
  tree: Tree,
  machine: Machine,
  { way, configs = [], symbols = [] }: KernelChoice,
  context: Context,
): Promise<boolean> {
  const { architecture, kernel } = machine;
  if (way === 'prebuilt') return true;
  if (!kernel.source) return false;
  const requested = merged(await requestedBy([...kernel.source, ...configs]), symbols);
  return hasSourceKernel(tree, { architecture, symbols: requested }, context);
}

async function ownKernel(
  cell: Cell,
  tree: Tree,
  machine: Machine,
  choice: KernelChoice,
  context: Context,
): Promise<KernelGroup | CellBuild> {
  try {
    const kernel = await fromSource(tree, editedFiles(cell), machine, choice, cell.name, context);
    return { kernel, builds: [{ cell, modules: shippedModules(kernel) }] };
  } catch (error) {
    if (!(error instanceof BuildFailed)) throw error;
    return { cell, failure: inPatch(error, cell) };
  }
}

async function fromSource(
  tree: Tree,
  overlay: ReadonlyMap<string, string>,
  machine: Machine,
  { configs = [], symbols = [] }: KernelChoice,
  name: string | undefined,
  context: Context,
): Promise<Kernel> {
  const { architecture, kernel } = machine;
  if (!kernel.source)
    throw new TreeUnsuitable({
      title: `the machine ${machine.id} names no configs for a kernel from source`,
      where: `kernel-tests/machines/${machine.id}.ts`,
      hint: 'Give it kernel.source, a list of files of kernel-tests/configs, or use the prebuilt way.',
    });
  const requested = merged(await requestedBy([...kernel.source, ...configs]), symbols);
  const request = { architecture, symbols: requested, ...(name === undefined ? {} : { name }) };
  const built = await sourceKernel(tree, overlay, request, context);
  const missing = missingConfigs(machine, await readFile(built.config, 'latin1'));
  if (missing.length === 0) return built;
  throw new TreeUnsuitable({
    title: `the kernel that was built lacks ${missing.map((symbol) => `CONFIG_${symbol}`).join(', ')}`,
    where: `machine ${machine.id}`,
    hint: 'Add them to a config that the machine names (kernel-tests/configs).',
  });
}
