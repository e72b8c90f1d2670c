// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises';
import type { Context, Progress } from '../../context.ts';
import { moduleInfoOf } from '../../kernel/build/modinfo.ts';
import { genericFlavour, prepareKernel } from '../../kernel/build.ts';
import { ArchiveLacks, ModuleMissing, NoNetwork, TreeUnsuitable } from '../../kernel/failures.ts';
import type { Tree } from '../../kernel/tree.ts';
import type { FoundDriver } from './driver.ts';

/** What the distribution's kernels have of a driver. */
export interface InKernel {
  /** The flavours that have it as a module, the smaller first. */
  readonly flavours: readonly string[];
  /** The devices that it knows; undefined where no kernel is at hand. */
  readonly aliases?: readonly string[];
  /** Why nothing is known. */
  readonly unknown?: string;
}

/** The flavour for clouds is the smaller, and leaves drivers out. */
const FLAVOURS = ['cloud-amd64', genericFlavour('x86_64')];

/**
 * @param driver what decides whether a kernel has it is the symbol of its Makefile
 * @param further modules that it needs besides in a guest
 * @throws ModuleMissing where the kernels of this tree have it built in, or have it not
 */
export async function inKernels(
  tree: Tree,
  { module, symbol, folder }: Pick<FoundDriver, 'module' | 'symbol' | 'folder'>,
  context: Context,
  further: readonly string[] = [],
): Promise<InKernel> {
  let missing: ModuleMissing | undefined;
  for (const [at, flavour] of FLAVOURS.entries()) {
    try {
      const platform = { architecture: 'x86_64', flavours: [flavour] } as const;
      // That a flavour lacks it is no failure to be told of.
      const quiet = {
        ...context,
        report: (event: Progress) => event.state !== 'failed' && context.report(event),
      };
      const kernel = await prepareKernel(tree, platform, { roots: [module], further }, quiet);
      const own = kernel.shipped.find(({ name }) => name === module);
      const info = own && moduleInfoOf(await readFile(own.path));
      return { flavours: FLAVOURS.slice(at), aliases: info?.aliases ?? [] };
    } catch (error) {
      if (error instanceof ModuleMissing) missing = error;
      else if (isUnknown(error)) return { flavours: [], unknown: error.title };
      else throw error;
    }
  }
  throw missing && symbol !== undefined
    ? new ModuleMissing({
        title: missing.title,
        where: `CONFIG_${symbol} of ${folder}/Makefile, in the configuration of Debian's kernels`,
        hint: 'Begin from another driver, or from another tree: a first cell needs a module that a guest can swap.',
      })
    : missing;
}

function isUnknown(error: unknown): error is ArchiveLacks | NoNetwork | TreeUnsuitable {
  return error instanceof ArchiveLacks || error instanceof NoNetwork || error instanceof TreeUnsuitable;
}
