// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Context } from '../../context.ts';
import { readRecord } from '../../record.ts';
import { ArchiveLacks } from '../failures.ts';
import { runProgram, tail } from '../run.ts';
import { hostRelease } from './host-release.ts';
import { PackageRecord } from './packages.ts';
import { known, latest } from './query.ts';
import { aptConfig, aptEntry, refresh } from './refresh.ts';

const Resolved = z.object({ packages: z.array(PackageRecord) });

/** What is resolved, and for whom. */
export interface WantedPackages {
  readonly names: readonly string[];
  /** Debian's name: `amd64`. */
  readonly architecture: string;
  /** Taken as installed, with all that they would need: what only scripts of maintainers call. */
  readonly provided: readonly string[];
}

/**
 * Packages and all that they depend on, in versions that go together, as `apt-get install --no-install-recommends` would
 * choose them of the host's own release, on a system that has nothing but what is provided. Nothing is installed. What was
 * chosen is kept as long as the lists are the same (`resolved/<hash>`).
 *
 * @throws ArchiveLacks naming the package that there is not; NoNetwork, HostLacks
 */
export async function resolvePackages(wanted: WantedPackages, context: Context): Promise<PackageRecord[]> {
  const names = [...new Set(wanted.names)].sort();
  if (names.length === 0) return [];
  const { architecture, provided } = wanted;
  const { at } = await refresh(context, { architecture });
  const release = await hostRelease();
  const key = createHash('sha256').update(JSON.stringify([names, architecture, provided, at, release]));
  const entry = await context.cache.entry(
    `resolved/${key.digest('hex').slice(0, 20)}`,
    async (folder) => {
      const found = await simulated(names, wanted, release, context);
      const packages = await recordsOf(found, architecture, context);
      await writeFile(join(folder, 'resolved.json'), JSON.stringify({ packages }));
    },
    { signal: context.signal },
  );
  return (await readRecord(context.cache, join(entry, 'resolved.json'), Resolved)).packages;
}

async function recordsOf(
  found: readonly Chosen[],
  architecture: string,
  context: Context,
): Promise<PackageRecord[]> {
  const pattern = new RegExp(found.map(({ name }) => name.replace(/[.+]/g, '\\$&')).join('|'));
  const records = await known(context, pattern, { architecture });
  return found.map(({ name, version }) => {
    const record = records.find((one) => one.package === name && one.version === version);
    if (record) return record;
    throw new ArchiveLacks({
      title: `${name} ${version} has left the archive`,
      where: architecture,
      hint: 'Bring the lists up to date: kpw trees --update',
    });
  });
}

interface Chosen {
  readonly name: string;
  readonly version: string;
}

async function simulated(
  names: readonly string[],
  { architecture, provided }: WantedPackages,
  release: string | undefined,
  context: Context,
): Promise<Chosen[]> {
  const ran = await context.cache.locked(aptEntry(architecture), { signal: context.signal }, async () => {
    const config = await aptConfig(context, architecture);
    const folder = context.cache.path(aptEntry(architecture));
    const status = join(folder, 'provided');
    const text = provided.map((name) => installed(name, architecture)).join('\n');
    // apt reads all lists anew where this file has changed, which takes ten seconds.
    if ((await readFile(status, 'utf8').catch(() => '')) !== text) await writeFile(status, text);
    const words = [
      ...['-c', config, '-s', '-q', '-o', `Dir::State::Status=${status}`],
      ...['-o', `Dir::Cache::PkgCache=${join(folder, 'cache', 'provided.bin')}`],
      ...(release === undefined ? [] : ['-o', `APT::Default-Release=${release}`]),
      ...['--no-install-recommends', 'install', ...names],
    ];
    return runProgram('apt-get', words, context);
  });
  if (ran.exitCode === 0) return chosenPackages(ran.stdout);
  // Says which of them it is that the archive lacks, and what there is.
  for (const name of names) await latest(context, name, { architecture });
  throw new ArchiveLacks({
    title: `the Debian archive has no set of packages that go together for ${names.join(', ')}`,
    where: release ?? 'newest release',
    detail: tail(ran.stdout.includes('unmet') ? ran.stdout : ran.stderr, 12),
    hint: 'Name other packages, or bring the lists up to date with kpw trees --update.',
  });
}

/** A stanza of dpkg's status file (deb-control(5)). Without fields of its own it needs nothing, and suits everybody. */
function installed(name: string, architecture: string): string {
  return `Package: ${name}
Status: install ok installed
Maintainer: nobody
Architecture: ${architecture}
Multi-Arch: foreign
Version: 99:99
Description: provided
`;
}

/** `Inst libc6 (2.36-9 Debian:12/oldstable [amd64])`, in the order in which they are installed. */
export function chosenPackages(output: string): Chosen[] {
  return [...output.matchAll(/^Inst (\S+?)(?::\w+)? (?:\[\S+\] )?\((\S+) /gm)].map(
    ([, name = '', version = '']) => ({ name, version }),
  );
}
