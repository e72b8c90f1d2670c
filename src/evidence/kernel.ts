// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises';
import type { Context } from '../context.ts';
import { type Machine, missingConfigs } from '../guest/machine.ts';
import { type Kernel, prepareKernel } from '../kernel/build.ts';
import { NeedsSource, TreeUnsuitable } from '../kernel/failures.ts';
import type { Tree } from '../kernel/tree.ts';

/**
 * The distribution's kernel for a machine.
 *
 * @throws NeedsSource when no distribution has a kernel for it; TreeUnsuitable when the one that there is lacks
 *   what the machine needs; and all that prepareKernel throws
 */
export async function machineKernel(tree: Tree, machine: Machine, context: Context): Promise<Kernel> {
  const { architecture, kernel } = machine;
  if (!kernel.prebuilt)
    throw new NeedsSource({
      title: `no distribution has a kernel for the machine ${machine.id}`,
      where: tree.label,
      hint: 'Build one from the tree: --kernel source.',
    });
  const prebuilt = await prepareKernel(tree, { architecture, flavours: kernel.prebuilt }, context);
  const missing = missingConfigs(machine, await readFile(prebuilt.config, 'latin1'));
  if (missing.length === 0) return prebuilt;
  throw new TreeUnsuitable({
    title: `the kernel ${prebuilt.release} lacks ${missing.map((symbol) => `CONFIG_${symbol}`).join(', ')}`,
    where: `machine ${machine.id}`,
    hint: 'Choose another tree or machine, or build the kernel from source (--kernel source).',
  });
}
