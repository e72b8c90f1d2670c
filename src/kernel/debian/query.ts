// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../../context.ts';
import { didYouMean } from '../../nearest.ts';
import { ArchiveLacks } from '../failures.ts';
import { runProgram } from '../run.ts';
import { type PackageRecord, parseMadison, parseShow } from './packages.ts';
import { aptConfig, aptEntry, refresh, refreshed } from './refresh.ts';

export interface PackageQuery {
  /** Only versions that this suite has: `bookworm-security`. */
  suite?: string;
  /** Only this version. */
  version?: string;
  /** Of the lists that are asked, by Debian's name; amd64 by default. */
  architecture?: string;
}

/**
 * All versions of the packages with this name (or whose whole name matches the expression), newest first.
 * Reads the lists that are at hand, whatever their age; [] where there are none.
 */
export async function known(
  context: Context,
  name: string | RegExp,
  query: PackageQuery = {},
): Promise<PackageRecord[]> {
  const { architecture = 'amd64' } = query;
  if (!(await refreshed(context, architecture))) return [];
  const ask = async (...args: string[]) => {
    const config = await aptConfig(context, architecture);
    return (await runProgram('apt-cache', ['-c', config, ...args], context)).stdout;
  };
  const asked = context.cache.locked(aptEntry(architecture), { signal: context.signal }, async () => {
    const names =
      typeof name === 'string' ? [name] : matching(await ask('pkgnames', literalStart(name)), name);
    if (names.length === 0) return [];
    const suites = parseMadison(await ask('madison', ...names));
    const wanted = [...suites.keys()].map((key) => key.replace(' ', '='));
    if (wanted.length === 0) return [];
    return parseShow(await ask('show', ...wanted), suites).filter(
      (record) =>
        (query.suite === undefined || record.suites.includes(query.suite)) &&
        (query.version === undefined || record.version === query.version),
    );
  });
  // A cache that was moved to where it cannot be written: apt would look for its lists in the old place.
  return asked.catch((error: NodeJS.ErrnoException) => {
    if (['EROFS', 'EACCES', 'EPERM'].includes(error.code ?? '')) return [];
    throw error;
  });
}

/**
 * As `known`, after a `refresh` where the lists are old.
 *
 * @throws ArchiveLacks when nothing matches, naming what there is; and all that `refresh` throws
 */
export async function versions(
  context: Context,
  name: string | RegExp,
  query: PackageQuery = {},
): Promise<[PackageRecord, ...PackageRecord[]]> {
  const { architecture } = query;
  const { suites } = await refresh(context, architecture === undefined ? {} : { architecture });
  const [first, ...rest] = await known(context, name, query);
  if (first) return [first, ...rest];
  throw await archiveLacks(context, name, query, suites);
}

/** The newest of `versions`, in Debian's order of version numbers. */
export async function latest(
  context: Context,
  name: string | RegExp,
  query: PackageQuery = {},
): Promise<PackageRecord> {
  return (await versions(context, name, query))[0];
}

/**
 * What every name begins with that the expression matches: apt lists a few names in place of ninety thousand. Empty
 * where the expression begins otherwise, or has alternatives.
 */
export function literalStart({ source, flags }: RegExp): string {
  if (source.includes('|') || flags.includes('i')) return '';
  // A character that may be absent or repeated is no part of it.
  return /^(?:[\w-](?![?*+{]))*/.exec(source)?.[0] ?? '';
}

function matching(names: string, pattern: RegExp): string[] {
  const whole = new RegExp(`^(?:${pattern.source})$`, pattern.flags.replace('g', ''));
  return names.split('\n').filter((name) => name && whole.test(name));
}

async function archiveLacks(
  context: Context,
  name: string | RegExp,
  query: PackageQuery,
  suites: readonly string[],
): Promise<ArchiveLacks> {
  const wanted = typeof name === 'string' ? name : name.source;
  const { architecture } = query;
  const atHand = (what: string | RegExp) =>
    known(context, what, architecture === undefined ? {} : { architecture });
  const others = await atHand(name);
  const like = typeof name === 'string' ? await atHand(new RegExp(`${family(name)}[-.\\w+]*`)) : [];
  const there = (others.length > 0 ? others : like).map(
    (record) => `${record.package} ${record.version} (${record.suites.join(', ')})`,
  );
  const suggestion = didYouMean(
    wanted,
    like.map((record) => record.package),
  );
  const where = [query.suite, query.version, architecture].filter(Boolean).join(', ');
  return new ArchiveLacks({
    title: `the Debian archive has no package ${wanted}${where ? ` (${where})` : ''}`,
    where: suites.join(', '),
    ...(there.length > 0 ? { detail: `There is:\n${[...new Set(there)].slice(0, 20).join('\n')}` } : {}),
    hint: suggestion ?? 'Bring the lists up to date with kpw trees --update, or name another package.',
  });
}

/** The part of a package's name before its version number: `linux-source-` of `linux-source-6.1`. */
function family(name: string): string {
  return (/^.*?(?=\d)/.exec(name)?.[0] || name).replace(/[.+]/g, '\\$&');
}
