// SPDX-License-Identifier: GPL-2.0-only
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Context } from '../context.ts';
import { type CachedTree, cachedSeries, cachedTree } from './debian/cached-tree.ts';
import { cachedDebs } from './debian/deb-cache.ts';
import { type TreeUpdate, updateDebianTree } from './debian/fill-tree.ts';
import { knownSources } from './debian/source-package.ts';
import { compareVersions } from './debian/version.ts';
import { TreeCorrupt } from './failures.ts';
import { folderSize } from './folder-size.ts';
import { DEBIAN_SERIES } from './open.ts';

/** One Debian tree that can be had or is cached. */
export interface TreeListing {
  spec: string;
  package: string;
  cached?: { version: string; release: string; folder: string; bytes: number };
  /** The cached tree cannot be used; `updateTrees` makes it anew. */
  damaged?: TreeCorrupt;
  /** Source packages kept, bytes; `prune` frees them. */
  packageBytes: number;
  /** What the archive had when the lists were last refreshed; undefined where no lists are at hand, or it had none. */
  archive?: { version: string; bytes: number; suites: string[] };
}

/** All Debian trees that are cached or known of, oldest series first. Nobody is asked over the network. */
export async function listTrees(context: Context): Promise<TreeListing[]> {
  const archive = await knownSources(context);
  const series = [...new Set([...DEBIAN_SERIES, ...(await cachedSeries(context)), ...archive.keys()])];
  return Promise.all(
    series.sort(compareVersions).map(async (one) => {
      const name = `linux-source-${one}`;
      const cached = await cachedTree(context, one).catch(damage);
      const record = archive.get(one);
      return {
        spec: `debian:${one}`,
        package: name,
        ...(cached instanceof TreeCorrupt ? { damaged: cached } : cached ? { cached: summary(cached) } : {}),
        packageBytes: (await cachedDebs(context, name)).reduce((sum, { record }) => sum + record.size, 0),
        ...(record
          ? { archive: { version: record.version, bytes: record.size, suites: record.suites } }
          : {}),
      };
    }),
  );
}

function damage(error: unknown): TreeCorrupt {
  if (error instanceof TreeCorrupt) return error;
  throw error;
}

function summary({ version, release, folder, bytes }: CachedTree): NonNullable<TreeListing['cached']> {
  return { version, release, folder, bytes };
}

/**
 * `kpw trees --update`: brings Debian trees to the archive's newest version; by default those that are
 * cached.
 *
 * @param series `6.1`, …
 * @throws as `openTree`
 */
export async function updateTrees(context: Context, series?: readonly string[]): Promise<TreeUpdate[]> {
  const updates: TreeUpdate[] = [];
  for (const one of series ?? (await cachedSeries(context)))
    updates.push(await updateDebianTree(one, context));
  return updates;
}

export interface Pruned {
  folder: string;
  bytes: number;
}

/**
 * Removes what can be had again and is not in use: all downloaded packages, what patches were compiled in, and every
 * extracted tree but the newest of its series with today's list of files. What another process is making at this
 * moment is left alone.
 */
export async function prune(context: Context): Promise<Pruned[]> {
  const old: string[] = [];
  for (const name of await below(context.cache.path('debs'))) old.push(context.cache.path('debs', name));
  for (const series of await cachedSeries(context)) {
    const current = await cachedTree(context, series).catch(() => undefined);
    const folder = context.cache.path('trees', `debian-${series}`);
    for (const name of await below(folder))
      if (join(folder, name) !== current?.folder) old.push(join(folder, name));
  }
  for (const kind of MADE_AGAIN)
    for (const name of await below(context.cache.path(kind))) old.push(context.cache.path(kind, name));
  const pruned: Pruned[] = [];
  for (const folder of old) {
    context.signal.throwIfAborted();
    pruned.push({ folder, bytes: await folderSize(folder) });
    await context.cache.discard(relative(context.cache.root, folder));
  }
  return pruned;
}

/** What compiling patches and kernels keeps, and files that somebody's patches touched: it grows with every commit that is checked. */
const MADE_AGAIN = ['sources', 'prepared', 'objects', 'more', 'whole', 'kernel-objects'];

function below(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
