// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises';
import type { Context, Progress } from '../../context.ts';
import { moduleInfoOf } from '../../kernel/build/modinfo.ts';
import { genericFlavour, prepareKernel } from '../../kernel/build.ts';
import { ArchiveLacks, ModuleMissing, NoNetwork, TreeUnsuitable } from '../../kernel/failures.ts';
import type { Tree } from '../../kernel/tree.ts';

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
 * @param module as /proc/modules has it
 * @param further modules that it needs besides in a guest
 * @throws ModuleMissing where the kernels of this tree have it built in, or have it not
 */
export async function inKernels(
  tree: Tree,
  module: string,
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
  throw missing;
}

function isUnknown(error: unknown): error is ArchiveLacks | NoNetwork | TreeUnsuitable {
  return error instanceof ArchiveLacks || error instanceof NoNetwork || error instanceof TreeUnsuitable;
}
