// SPDX-License-Identifier: GPL-2.0-only
import { readdir } from 'node:fs/promises';
import type { Context } from '../../context.ts';
import { ARCHITECTURE, type MachineArchitecture } from '../architecture.ts';
import { known } from '../debian/archive.ts';
import type { PackageRecord } from '../debian/packages.ts';
import { refresh } from '../debian/refresh.ts';
import { compareVersions } from '../debian/version.ts';
import { TreeUnsuitable } from '../failures.ts';
import type { Tree } from '../tree.ts';

/** What a machine needs of a prebuilt kernel. */
export interface Platform {
  readonly architecture: MachineArchitecture;
  /** Debian's flavours that will do, the one to be preferred first: `cloud-amd64`. */
  readonly flavours: readonly string[];
}

/** The flavour that has every driver, of Debian's kernels for an architecture. */
export function genericFlavour(architecture: MachineArchitecture): string {
  return ARCHITECTURE[architecture].flavours[0];
}

/** Below the cache's root; the number changes with what a prepared kernel consists of. */
const FOLDER = 'kernels/2';

export function kernelEntry(version: string, flavour: string): string {
  return `${FOLDER}/${version.replaceAll(':', '%3a')}_${flavour}`;
}

/**
 * A prepared kernel for this tree, without asking the archive: of the tree's own version where the tree is
 * Debian's, else the newest of the tree's series.
 *
 * @returns its entry in the cache
 */
export async function preparedKernel(
  tree: Tree,
  { flavours }: Platform,
  context: Context,
): Promise<string | undefined> {
  for (const flavour of flavours) {
    const entry = await preparedFlavour(tree, flavour, context);
    if (entry) return entry;
  }
  return undefined;
}

async function preparedFlavour(tree: Tree, flavour: string, context: Context): Promise<string | undefined> {
  if (tree.base.kind === 'debian') {
    const entry = kernelEntry(tree.base.version, flavour);
    return context.cache.has(entry) ? entry : undefined;
  }
  const names = await readdir(context.cache.path(FOLDER)).catch(() => []);
  const [newest] = names
    .filter((name) => name.endsWith(`_${flavour}`))
    .map((name) => name.slice(0, -flavour.length - 1).replaceAll('%3a', ':'))
    .filter((version) => seriesOf(version) === seriesOf(tree.release))
    .sort((a, b) => compareVersions(b, a));
  const entry = newest === undefined ? undefined : kernelEntry(newest, flavour);
  return entry !== undefined && context.cache.has(entry) ? entry : undefined;
}

/**
 * The headers package of the kernel that fits the tree best: the same version, else the newest of the same
 * series, whose internal interfaces may differ from what the tree's drivers were written for.
 *
 * @throws TreeUnsuitable when the archive has no kernel of the tree's series in any of the flavours
 */
export async function findKernel(
  tree: Tree,
  { architecture, flavours }: Platform,
  context: Context,
): Promise<{ headers: PackageRecord; flavour: string }> {
  const series = seriesOf(tree.release);
  const lists = { architecture: ARCHITECTURE[architecture].debian };
  const { refused } = await refresh(context, lists);
  for (const flavour of flavours) {
    // `linux-headers-6.12-cloud-amd64`, with two numbers, is a metapackage. A flavour's name is the end of
    // another's (amd64 of cloud-amd64), so what stands before it is a version and no word.
    const version = `${series.replace('.', '\\.')}\\.\\d+(?:[-+.~](?:deb|rc)?\\d+)*`;
    const found = await known(context, new RegExp(`linux-headers-${version}-${flavour}`), lists);
    const { base } = tree;
    const same = base.kind === 'debian' ? found.find(({ version }) => version === base.version) : undefined;
    const headers = same ?? found[0];
    if (headers) return { headers, flavour };
  }
  throw noKernel(tree, series, flavours, refused);
}

/** `6.1` of `6.1.192-2` and `6.1.0-rc3`. */
function seriesOf(release: string): string {
  return /^\d+\.\d+/.exec(release)?.[0] ?? release;
}

function noKernel(
  tree: Tree,
  series: string,
  flavours: readonly string[],
  refused: readonly string[] = [],
): TreeUnsuitable {
  return new TreeUnsuitable({
    title: `the Debian archive has no ${flavours.join(' or ')} kernel of the release series ${series}, so nothing could load this tree’s modules`,
    where: `${tree.spec} (Linux ${tree.release})`,
    ...(refused.length > 0
      ? { detail: `Some of the archive's lists were refused:\n${refused.join('\n')}` }
      : {}),
    hint: 'Check and generate work without a kernel; to build and boot, use a tree of a release series that Debian ships (kpw trees), or build the kernel from source (--kernel source).',
  });
}
