// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../../context.ts';
import type { Tree } from '../tree.ts';
import { treeForBuild } from './build-sources.ts';
import { findCompiler } from './compiler.ts';
import { copyBuild, type PreparedBuild } from './copy-build.ts';
import type { Kernel } from './kernel.ts';
import { buildKey, prepareBuild } from './prepared-build.ts';

/** A build of the unchanged tree that belongs to whoever asked for it, until its folder is removed. */
export interface OwnCopy {
  /** As it is built: what a distribution's kernel lacks of it is taken from there. */
  readonly tree: Tree;
  readonly prepared: PreparedBuild;
  /** Temporary; the build is in `tree` below it. */
  readonly work: string;
  readonly root: string;
  /** The compiler. */
  readonly command: string;
}

/**
 * Copies the build of the unchanged tree, and has something made of it; the copy goes where that fails.
 *
 * @param task for those who wait: `build the unchanged tree`
 * @throws BuildFailed, HostLacks, TreeUnsuitable as buildModules; what `make` throws
 */
export async function withOwnCopy<T>(
  kernel: Kernel,
  given: Tree,
  task: string,
  context: Context,
  make: (copy: OwnCopy) => Promise<T>,
): Promise<T> {
  const tree = await treeForBuild(given, kernel, context);
  const config = await readFile(kernel.config, 'latin1');
  const compiler = await findCompiler(config, kernel.architecture, context);
  const key = await buildKey(kernel, tree, compiler);
  const prepared = await prepareBuild(kernel, tree, compiler, key, context, task);
  const work = await context.cache.temporary();
  try {
    const root = join(work, 'tree');
    await copyBuild(prepared, root, context);
    const wrapper = join(root, 'cc');
    const command = existsSync(wrapper) ? wrapper : compiler.command;
    return await make({ tree, prepared, work, root, command });
  } catch (error) {
    await rm(work, { recursive: true, force: true });
    throw error;
  }
}
