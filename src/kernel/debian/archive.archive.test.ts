// SPDX-License-Identifier: GPL-2.0-only
import { stat } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { Cache, defaultCacheRoot } from '../../cache.ts';
import { ArchiveLacks, UnknownTree } from '../failures.ts';
import { DEBIAN_SERIES, openTree } from '../open.ts';
import { scratch, testContext } from '../testing/context.ts';
import { listTrees } from '../trees.ts';
import { download, latest, versions } from './archive.ts';
import { compareVersions } from './version.ts';

/** These share the ordinary cache, so that they cost little when it is warm. */
async function archiveContext() {
  return { ...(await testContext()), cache: new Cache(defaultCacheRoot()) };
}

test.each(DEBIAN_SERIES)('debian:%s has what the workbench reads', async (series) => {
  const tree = await openTree(`debian:${series}`, await archiveContext());
  expect(tree.release.startsWith(`${series}.`)).toBe(true);
  expect(await tree.read('include/uapi/linux/vfio.h')).toContain('VFIO_REGION_INFO_FLAG_CAPS');
  for (const path of ['scripts/checkpatch.pl', 'MAINTAINERS', 'drivers/iommu/iommu.c', 'include/linux/pci.h'])
    expect(await tree.read(path), path).toBeDefined();
  expect((await tree.list('drivers/vfio/pci')).length).toBeGreaterThan(3);
});

test('the newest version comes first, and a suite narrows the choice', async () => {
  const context = await archiveContext();
  const all = await versions(context, /linux-image-6\.1\.0-\d+-cloud-amd64-unsigned/);
  expect(all.map(({ version }) => version)).toEqual(
    all.map(({ version }) => version).sort((a, b) => compareVersions(b, a)),
  );
  const one = await latest(context, 'linux-source-6.12', { suite: 'trixie' });
  expect(one.suites).toContain('trixie');
});

test('a package is downloaded and verified', async () => {
  const context = await archiveContext();
  const record = await latest(context, 'debian-archive-keyring', { suite: 'bookworm' });
  const deb = await download(context, record, await scratch());
  expect((await stat(deb)).size).toBe(record.size);
});

test('a package that the archive lacks is answered with what there is', async () => {
  const error = await latest(await archiveContext(), 'linux-source-4.19').catch((error: unknown) => error);
  expect(error).toBeInstanceOf(ArchiveLacks);
  expect((error as ArchiveLacks).title).toBe('the Debian archive has no package linux-source-4.19');
  expect((error as ArchiveLacks).detail).toMatch(/^There is:\nlinux-source-/);
});

test('a tree that the archive lacks is answered with the trees there are', async () => {
  const error = await openTree('debian:4.19', await archiveContext()).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(UnknownTree);
  expect((error as UnknownTree).detail).toContain('debian:6.1, debian:6.12');
});

test('the trees are listed with the archive’s versions', async () => {
  const context = await archiveContext();
  await latest(context, 'linux-source-6.1');
  const listing = (await listTrees(context)).find(({ spec }) => spec === 'debian:6.1');
  expect(listing?.archive?.version).toMatch(/^6\.1\.\d+-/);
});
