// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../../context.ts';
import { readRecord } from '../../record.ts';
import type { Tree } from '../tree.ts';
import { type Platform, preparedKernel } from './find-kernel.ts';
import { KernelRecord, kernelAt } from './kernel.ts';

/** The configuration of a kernel that is at hand. */
export interface KnownConfig {
  /** `uname -r` of the kernel. */
  readonly release: string;
  /** The text of its .config. */
  readonly text: string;
  /** Its `lib/modules/<release>`. */
  readonly modules: string;
}

/**
 * The configuration of the distribution's kernel for a tree, where that kernel is in the cache; nobody is asked for it.
 * One of each flavour that there is, the one to be preferred first.
 */
export async function knownConfigs(tree: Tree, platform: Platform, context: Context): Promise<KnownConfig[]> {
  const found: KnownConfig[] = [];
  for (const flavour of platform.flavours) {
    const entry = await preparedKernel(tree, { ...platform, flavours: [flavour] }, context);
    if (entry === undefined) continue;
    const folder = context.cache.path(entry);
    const record = await readRecord(context.cache, join(folder, 'kernel.json'), KernelRecord);
    const { release, config, modules } = kernelAt(folder, record);
    found.push({ release, text: await readFile(config, 'latin1'), modules });
  }
  return found;
}
