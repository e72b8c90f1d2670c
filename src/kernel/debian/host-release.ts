// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises';
import type { Context } from '../../context.ts';
import type { PackageRecord } from './packages.ts';
import { type PackageQuery, versions } from './query.ts';

/**
 * Of all versions of a package the one to work with: the newest that the host's own release has, otherwise the newest of
 * all. What is to be compiled or linked goes with the compiler and the C library of its own release.
 *
 * @throws as `versions`
 */
export async function forHost(
  context: Context,
  name: string,
  query: PackageQuery = {},
): Promise<PackageRecord> {
  return ofHost(await versions(context, name, query), await hostRelease());
}

/** @param records newest first */
export function ofHost(
  records: [PackageRecord, ...PackageRecord[]],
  release: string | undefined,
): PackageRecord {
  const own = (suite: string) => suite === release || suite === `${release}-security`;
  return records.find(({ suites }) => suites.some(own)) ?? records[0];
}

/** `bookworm`; undefined where the host is not a Debian release (os-release(5)). */
export async function hostRelease(): Promise<string | undefined> {
  const text = await readFile('/etc/os-release', 'utf8').catch(() => '');
  return /^VERSION_CODENAME="?(\w+)"?$/m.exec(text)?.[1];
}
