// SPDX-License-Identifier: GPL-2.0-only
import { readdir } from 'node:fs/promises';
import type { Context } from '../../context.ts';
import { known, versions } from '../debian/archive.ts';
import type { PackageRecord } from '../debian/packages.ts';
import { refresh } from '../debian/refresh.ts';
import { compareVersions } from '../debian/version.ts';
import { TreeUnsuitable } from '../failures.ts';
import type { Tree } from '../tree.ts';

/** Small, and has all that the guest needs as modules or built in. */
const FLAVOUR = 'cloud-amd64';
/** Below the cache's root; the number changes with what a prepared kernel consists of. */
const FOLDER = 'kernels/1';

export function kernelEntry(version: string): string {
  return `${FOLDER}/${version.replaceAll(':', '%3a')}-${FLAVOUR}`;
}

/**
 * A prepared kernel for this tree, without asking the archive: of the tree's own version where the tree is
 * Debian's, else the newest of the tree's series.
 *
 * @returns its entry in the cache
 */
export async function preparedKernel(tree: Tree, context: Context): Promise<string | undefined> {
  if (tree.base.kind === 'debian') {
    const entry = kernelEntry(tree.base.version);
    return context.cache.has(entry) ? entry : undefined;
  }
  const names = await readdir(context.cache.path(FOLDER)).catch(() => []);
  const [newest] = names
    .filter((name) => name.endsWith(`-${FLAVOUR}`))
    .map((name) => name.slice(0, -FLAVOUR.length - 1).replaceAll('%3a', ':'))
    .filter((version) => seriesOf(version) === seriesOf(tree.release))
    .sort((a, b) => compareVersions(b, a));
  return newest === undefined ? undefined : kernelEntry(newest);
}

/**
 * The headers package of the kernel that fits the tree best: the same version, else the newest of the same
 * series, whose internal interfaces may differ from what the tree's drivers were written for.
 *
 * @throws TreeUnsuitable when the archive has no kernel of the tree's series
 */
export async function findKernel(tree: Tree, context: Context): Promise<PackageRecord> {
  const series = seriesOf(tree.release);
  // `linux-headers-6.12-cloud-amd64`, with two numbers, is a metapackage.
  const name = new RegExp(`linux-headers-${series.replace('.', '\\.')}\\.\\d+[\\w.+~-]*-${FLAVOUR}`);
  await refresh(context);
  if ((await known(context, name)).length === 0) throw noKernel(tree, series);
  const found = await versions(context, name);
  const { base } = tree;
  const same = base.kind === 'debian' ? found.find(({ version }) => version === base.version) : undefined;
  return same ?? found[0];
}

/** `6.1` of `6.1.192-2` and `6.1.0-rc3`. */
export function seriesOf(release: string): string {
  return /^\d+\.\d+/.exec(release)?.[0] ?? release;
}

function noKernel(tree: Tree, series: string): TreeUnsuitable {
  return new TreeUnsuitable({
    title: `the Debian archive has no ${FLAVOUR} kernel of the series ${series}, so this tree’s modules have nothing to be loaded into`,
    where: `${tree.spec} (Linux ${tree.release})`,
    hint: 'Check and generate work without a kernel; to build and boot, use a tree of a series that Debian ships (kpw trees).',
  });
}
