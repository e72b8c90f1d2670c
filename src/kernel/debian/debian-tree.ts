// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path';
import type { Context } from '../../context.ts';
import { directoryTree } from '../directory-tree.ts';
import type { Tree } from '../tree.ts';
import { type CachedTree, cachedTree } from './cached-tree.ts';

/**
 * The tree of a series: the newest in the cache; otherwise extracted from a package that is in the cache;
 * otherwise downloaded. Only the last needs a network.
 *
 * @throws NoNetwork, ArchiveLacks, HostLacks, NoSpace, TreeCorrupt
 */
export async function openDebianTree(series: string, context: Context): Promise<Tree> {
  const task = `tree debian:${series}`;
  const at = performance.now();
  context.report({ task, state: 'start' });
  try {
    const cached = await cachedTree(context, series);
    // What downloads and extracts is not even loaded for a tree that is there.
    const tree = cached ?? (await (await import('./fill-tree.ts')).fetchTree(series, context));
    const how = cached ? 'cached' : `${((performance.now() - at) / 1000).toFixed(1)} s`;
    context.report({ task, state: 'done', text: `${tree.version}, ${how}` });
    return await asTree(series, tree, context);
  } catch (error) {
    context.report({ task, state: 'failed', text: (error as Error).message });
    throw error;
  }
}

function asTree(series: string, tree: CachedTree, { cache }: Pick<Context, 'cache'>): Promise<Tree> {
  const { package: name, version, sha256, release } = tree;
  return directoryTree(
    {
      spec: `debian:${series}`,
      label: `debian-${series}`,
      base: { kind: 'debian', package: name, version, sha256 },
      release,
      recorded: cache.recorded(tree.entry, 'source'),
    },
    join(tree.folder, 'source'),
  );
}
