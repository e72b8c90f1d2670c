// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises';
import type { Context } from '../../context.ts';
import type { Machine } from '../../guest/machine.ts';
import { unreadable } from '../../host-fault.ts';
import { ARCHITECTURE } from '../../kernel/architecture.ts';
import { genericFlavour, knownConfigs, prepareKernel } from '../../kernel/build.ts';
import { configValues } from '../../kernel/source.ts';
import type { Tree } from '../../kernel/tree.ts';
import { BadParameter } from '../../series/errors.ts';
import type { KernelTarget } from './needs.ts';
import type { ComparedDesign } from './schema.ts';

/** A kernel by whose configuration designs are looked at. */
export interface NamedTarget extends KernelTarget {
  /** `uname -r`, or the file that the configuration is from; empty where there is none. */
  readonly name: string;
  /** `lib/modules/<release>`, of a kernel that is at hand. */
  readonly modules?: string;
}

/**
 * The kernels that designs may be looked at by, the one to be preferred first: a flavour for clouds leaves drivers out
 * that the general one has.
 *
 * @param file a .config of the user's
 * @throws BadParameter where it cannot be read
 */
export async function targetsFor(
  { architecture, kernel }: Machine,
  tree: Tree,
  file: string | undefined,
  context: Context,
): Promise<[NamedTarget, ...NamedTarget[]]> {
  const { folder } = ARCHITECTURE[architecture];
  if (file !== undefined) {
    const text = await readFile(file, 'latin1').catch((error: NodeJS.ErrnoException) => {
      throw new BadParameter({
        title: unreadable(error, 'the configuration', file),
        where: `--kernel-config ${file}`,
        hint: 'Name the .config of a kernel.',
      });
    });
    return [{ folder, name: file, config: configValues(text) }];
  }
  const flavours = [...new Set([...(kernel.prebuilt ?? []), genericFlavour(architecture)])];
  const configs = await knownConfigs(tree, { architecture, flavours }, context);
  const [first, ...others] = configs.map(({ release, text, modules }) => ({
    ...{ folder, name: release, modules },
    config: configValues(text),
  }));
  return first ? [first, ...others] : [{ folder, name: '', config: undefined }];
}

/** Whether no module is to be swapped because the kernel that was looked at leaves the code out. */
export function lacksCode(designs: readonly ComparedDesign[]): boolean {
  const needs = designs.flatMap((one) => (one.needs ? [one.needs] : []));
  return (
    needs.every(({ modules }) => modules.length === 0) &&
    needs.some(({ files }) => files.some(({ part }) => part === 'off' || part === 'undetermined'))
  );
}

/**
 * The same targets and that of the distribution's general kernel, which is fetched where it is not in the cache.
 *
 * @returns undefined where it was among them
 * @throws as prepareKernel
 */
export async function withGeneric(
  machine: Machine,
  tree: Tree,
  targets: readonly NamedTarget[],
  context: Context,
): Promise<[NamedTarget, ...NamedTarget[]] | undefined> {
  const { architecture } = machine;
  const platform = { architecture, flavours: [genericFlavour(architecture)] };
  const { release } = await prepareKernel(tree, platform, { roots: [] }, context);
  if (targets.some(({ name }) => name === release)) return undefined;
  return targetsFor(machine, tree, undefined, context);
}
