// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises';
import type { Context } from '../../context.ts';
import type { Machine } from '../../guest/machine.ts';
import { genericFlavour, type Kernel } from '../../kernel/build.ts';
import { ModuleMissing } from '../../kernel/failures.ts';
import { configValues, type Requested } from '../../kernel/source.ts';
import type { Tree } from '../../kernel/tree.ts';
import { missingSymbols } from '../../selftests/fragment.ts';
import { machineKernel } from '../kernel.ts';
import { type KernelChoice, sharedKernel } from '../kernels.ts';

/** Configs of kernel-tests/configs for what a userland needs, beside those of the machine. */
const USERLAND_CONFIG = 'selftests';

/**
 * A kernel for selftests: of the distribution's the flavour that has most of the symbols that they ask for; one from
 * source is configured by them as well.
 *
 * @param roots modules that cells replace
 * @throws ModuleMissing where no flavour has one of them; as `sharedKernel`
 */
export async function selftestKernel(
  tree: Tree,
  machine: Machine,
  choice: KernelChoice,
  { roots, symbols }: { roots: readonly string[]; symbols: readonly Requested[] },
  context: Context,
): Promise<Kernel> {
  if (choice.way === 'source')
    return sharedKernel(tree, sourceNeeds(machine, choice, roots, symbols), context);
  const { architecture, kernel } = machine;
  const flavours = [...new Set([...(kernel.prebuilt ?? []), genericFlavour(architecture)])];
  let best: { kernel: Kernel; missing: number } | undefined;
  let refused: ModuleMissing | undefined;
  for (const flavour of flavours) {
    const one = { ...machine, kernel: { ...kernel, prebuilt: [flavour] } };
    try {
      const found = await machineKernel(tree, one, { roots: [...roots] }, context);
      const config = await readFile(found.config, 'latin1');
      const missing = missingSymbols(symbols, configValues(config)).length;
      if (!best || missing < best.missing) best = { kernel: found, missing };
      if (missing === 0) break;
    } catch (error) {
      if (!(error instanceof ModuleMissing)) throw error;
      refused = error;
    }
  }
  if (best) return best.kernel;
  throw refused ?? new Error(`${machine.id} names no flavour`);
}

/** What a kernel from source for selftests is made of. */
export function sourceNeeds(
  machine: Machine,
  choice: KernelChoice,
  roots: readonly string[],
  symbols: readonly Requested[],
) {
  const wishes = symbols.map((one): Requested => ({ ...one, wished: true }));
  return {
    machine,
    swap: { roots: [...roots] },
    choice: {
      ...choice,
      way: 'source' as const,
      configs: [...new Set([USERLAND_CONFIG, ...(choice.configs ?? [])])],
      // The user's own come last, and must hold.
      symbols: [...wishes, ...(choice.symbols ?? [])],
    },
  };
}
