// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import type { Context } from '../../context.ts';
import { remembered } from '../../remembered.ts';
import type { TreeBase } from '../tree.ts';
import { cachedDeb, cachedDebs, debIn } from './deb-cache.ts';
import { forHost, hostRelease, ofHost } from './host-release.ts';
import type { PackageRecord } from './packages.ts';
import { known, versions } from './query.ts';
import { type RefreshOptions, refresh, refreshed } from './refresh.ts';

const SOURCE = /linux-source-(\d+\.\d+)/;

/**
 * The version of a series' source package to work with. The kernel is built by its release's compiler, so one of the
 * host's own release (6.12 is in bookworm's security suite and in trixie) is the one whose modules the host can build.
 *
 * @throws as `versions`
 */
export async function newestSource(
  series: string,
  context: Context,
  options: RefreshOptions = {},
): Promise<PackageRecord> {
  await refresh(context, options);
  return forHost(context, `linux-source-${series}`);
}

/** The newest source package of every series, as far as the lists at hand tell; nobody is asked. */
export async function knownSources(context: Context): Promise<Map<string, PackageRecord>> {
  const bySeries = new Map<string, [PackageRecord, ...PackageRecord[]]>();
  for (const record of await sources(context)) {
    const series = SOURCE.exec(record.package)?.[1] ?? '';
    const records = bySeries.get(series);
    if (records) records.push(record);
    else bySeries.set(series, [record]);
  }
  const release = await hostRelease();
  return new Map([...bySeries].map(([series, records]) => [series, ofHost(records, release)]));
}

/** Asking apt takes as long as the rest of kpw trees: its answer is kept for as long as the lists are. */
async function sources(context: Context): Promise<PackageRecord[]> {
  const lists = await refreshed(context);
  if (lists === undefined) return [];
  const key = createHash('sha1')
    .update(JSON.stringify([SOURCE.source, lists]))
    .digest('hex');
  return remembered('known-sources', key, context, () => known(context, SOURCE));
}

/**
 * Path of the package that a Debian tree came from: the cached one, or downloaded again.
 *
 * @throws ArchiveLacks when the archive has moved on and the cache is without it; as `download`
 */
export async function packageOf(
  base: Extract<TreeBase, { kind: 'debian' }>,
  context: Context,
  task: string,
): Promise<string> {
  const debs = await cachedDebs(context, base.package);
  const cached = debs.find(({ record }) => record.version === base.version);
  if (cached) return debIn(cached.folder);
  const [record] = await versions(context, base.package, { version: base.version });
  return cachedDeb(context, record, task);
}
