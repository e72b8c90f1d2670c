// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises';
import type { Context } from '../context.ts';
import { type Machine, missingConfigs } from '../guest/machine.ts';
import { type Kernel, prepareKernel } from '../kernel/build.ts';
import { NeedsSource, TreeUnsuitable } from '../kernel/failures.ts';
import type { Tree } from '../kernel/tree.ts';
import type { ModuleSwap } from '../subsystem.ts';

/**
 * The distribution's kernel for a machine.
 *
 * @param swap the modules that cells replace
 * @throws NeedsSource when no distribution has a kernel for it; TreeUnsuitable when the one that there is lacks
 *   what the machine needs; and all that prepareKernel throws
 */
export async function machineKernel(
  tree: Tree,
  machine: Machine,
  swap: ModuleSwap,
  context: Context,
): Promise<Kernel> {
  const { architecture, kernel } = machine;
  if (!kernel.prebuilt)
    throw new NeedsSource({
      title: `no distribution has a kernel for the machine ${machine.id}`,
      where: tree.label,
      hint: 'Build one from the tree: --kernel source.',
    });
  const prebuilt = await prepareKernel(tree, { architecture, flavours: kernel.prebuilt }, swap, context);
  const hint = 'Choose another tree or machine, or build the kernel from source (--kernel source).';
  return fitting(prebuilt, machine, `the kernel ${prebuilt.release}`, hint);
}

/**
 * The kernel itself, where its configuration has what a machine needs.
 *
 * @param what it is, for the message
 * @throws TreeUnsuitable naming the symbols that it lacks
 */
export async function fitting(kernel: Kernel, machine: Machine, what: string, hint: string): Promise<Kernel> {
  const missing = missingConfigs(machine, await readFile(kernel.config, 'latin1'));
  if (missing.length === 0) return kernel;
  throw new TreeUnsuitable({
    title: `${what} lacks ${missing.map((symbol) => `CONFIG_${symbol}`).join(', ')}`,
    where: `machine ${machine.id}`,
    hint,
  });
}
