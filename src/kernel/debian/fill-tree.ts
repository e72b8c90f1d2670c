// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../../context.ts';
import { sha256 } from '../../sums.ts';
import { ArchiveLacks, TreeCorrupt } from '../failures.ts';
import { folderUsage } from '../folder-size.ts';
import { releaseOf } from '../release.ts';
import { type CachedTree, cachedTree, type TreeMetadata, treeMetadata } from './cached-tree.ts';
import { cachedDeb, cachedDebs, debEntry } from './deb-cache.ts';
import { extract } from './extract.ts';
import type { PackageRecord } from './packages.ts';
import { newestSource } from './source-package.ts';
import { listHash, TREE_FILES } from './tree-files.ts';
import { compareVersions } from './version.ts';

/** Extracts a version into the cache where it is not there yet, downloading its package where that is not. */
export async function fill(series: string, record: PackageRecord, context: Context): Promise<CachedTree> {
  const task = `tree debian:${series}`;
  const say = (text: string) => context.report({ task, state: 'note', text });
  const deb = await cachedDeb(context, record, task);
  const entry = `trees/debian-${series}/${record.version.replaceAll(':', '%3a')}_${listHash()}`;
  const folder = await context.cache.entry(
    entry,
    async (temporary) => {
      say(`extracting ${record.version}`);
      await extractTree(deb, series, record, temporary, context);
    },
    {
      bytes: 200 * 2 ** 20,
      signal: context.signal,
      onWait: () => say('another run is extracting it; waiting'),
    },
  );
  return { ...treeMetadata(await readFile(join(folder, 'tree.json'), 'utf8'), folder), entry, folder };
}

async function extractTree(
  deb: string,
  series: string,
  record: PackageRecord,
  into: string,
  context: Context,
): Promise<void> {
  const source = join(into, 'source');
  await mkdir(source);
  try {
    await extract(deb, series, TREE_FILES, source, context);
    const { release, files, bytes } = await survey(source, deb);
    const { package: name, version, sha256 } = record;
    const metadata: TreeMetadata = {
      package: name,
      version,
      sha256,
      release,
      list: listHash(),
      files,
      bytes,
    };
    await writeFile(join(into, 'tree.json'), `${JSON.stringify(metadata, null, 2)}\n`);
  } catch (error) {
    // A package that was good when it was downloaded and is not now must not stand in the way for ever.
    const spoilt = error instanceof TreeCorrupt && (await sha256(deb).catch(() => '')) !== record.sha256;
    if (spoilt) await rm(context.cache.path(debEntry(record)), { recursive: true, force: true });
    throw error;
  }
}

/** @throws TreeCorrupt when files that every kernel has are not there */
async function survey(
  source: string,
  deb: string,
): Promise<{ release: string; files: number; bytes: number }> {
  const makefile = await readFile(join(source, 'Makefile'), 'latin1').catch(() => '');
  const release = releaseOf(makefile);
  const needed = ['Kbuild', 'MAINTAINERS', 'include/uapi/linux', 'scripts'];
  const missing = [
    ...(release ? [] : ['Makefile']),
    ...needed.filter((path) => !existsSync(join(source, path))),
  ];
  if (!release || missing.length > 0)
    throw new TreeCorrupt({
      title: `the source package lacks ${missing.join(', ')}`,
      where: deb,
      hint: 'Report this with the package’s version: its layout may have changed.',
    });
  return { release, ...(await folderUsage(source)) };
}

/**
 * From a cached package where there is one, else from the archive.
 *
 * @throws NoNetwork, ArchiveLacks, HostLacks, NoSpace, TreeCorrupt
 */
export async function fetchTree(series: string, context: Context): Promise<CachedTree> {
  const debs = await cachedDebs(context, `linux-source-${series}`);
  debs.sort((a, b) => compareVersions(b.record.version, a.record.version));
  const record = debs[0]?.record ?? (await newestSource(series, context));
  try {
    return await fill(series, record, context);
  } catch (error) {
    // Lists of this morning may name a version that a security update has since replaced.
    if (!(error instanceof ArchiveLacks)) throw error;
    return fill(series, await newestSource(series, context, { maxAgeHours: 0 }), context);
  }
}

export interface TreeUpdate {
  spec: string;
  /** Undefined where nothing was cached. */
  from: string | undefined;
  to: string;
}

/**
 * Asks the archive for a newer version of a series and extracts it; a damaged tree is made anew. The old one
 * stays until `prune`.
 *
 * @throws as `fetchTree`
 */
export async function updateDebianTree(series: string, context: Context): Promise<TreeUpdate> {
  const record = await newestSource(series, context, { maxAgeHours: 0 });
  const from = await cachedTree(context, series).catch(async (error: unknown) => {
    if (error instanceof TreeCorrupt && error.where) await rm(error.where, { recursive: true, force: true });
    return undefined;
  });
  const { version } = await fill(series, record, context);
  return { spec: `debian:${series}`, from: from?.version, to: version };
}
