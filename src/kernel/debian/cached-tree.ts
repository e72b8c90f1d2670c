// SPDX-License-Identifier: GPL-2.0-only
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../../context.ts';
import { TreeCorrupt } from '../failures.ts';
import { listHash } from './tree-files.ts';
import { compareVersions } from './version.ts';

/** `tree.json` beside an extracted tree. */
export interface TreeMetadata {
  readonly package: string;
  readonly version: string;
  /** Of the package. */
  readonly sha256: string;
  readonly release: string;
  /** Of the list of files that were extracted. */
  readonly list: string;
  readonly files: number;
  readonly bytes: number;
}

export interface CachedTree extends TreeMetadata {
  /** Of the cache: `trees/debian-6.1/6.1.192-3_20201b63ace4`. */
  readonly entry: string;
  /** Where that lies; the files are in its folder `source`. */
  folder: string;
}

/** The newest tree of a series (`6.1`) that is in the cache, found without asking anybody. */
export async function cachedTree(
  context: Pick<Context, 'cache'>,
  series: string,
): Promise<CachedTree | undefined> {
  const suffix = `_${listHash()}`;
  const names = await readdir(context.cache.path('trees', `debian-${series}`)).catch(() => []);
  const newest = names
    .filter((name) => name.endsWith(suffix))
    .sort((a, b) => compareVersions(versionIn(b), versionIn(a)))[0];
  if (!newest) return undefined;
  const entry = `trees/debian-${series}/${newest}`;
  const folder = context.cache.path(entry);
  // It counts among what this process has used.
  context.cache.has(entry);
  const text = await readFile(join(folder, 'tree.json'), 'utf8').catch(() => '{}');
  return { ...treeMetadata(text, folder), entry, folder };
}

/**
 * Reads a `tree.json`; by hand, since a schema's library takes as long to load as a tree to open.
 *
 * @throws TreeCorrupt
 */
export function treeMetadata(text: string, folder: string): TreeMetadata {
  const data = (parseJson(text) ?? {}) as Partial<Record<keyof TreeMetadata, unknown>>;
  const words = [data.package, data.version, data.sha256, data.release, data.list];
  const numbers = [data.files, data.bytes];
  const good =
    words.every((word) => typeof word === 'string') &&
    numbers.every((number) => Number.isInteger(number) && (number as number) > 0);
  if (good) return data as TreeMetadata;
  throw new TreeCorrupt({
    title: 'the cached tree has lost its description (tree.json)',
    where: folder,
    hint: 'Remove this folder and run again.',
  });
}

/** The series that have any tree in the cache, of whatever list of files. */
export async function cachedSeries(context: Pick<Context, 'cache'>): Promise<string[]> {
  const names = await readdir(context.cache.path('trees')).catch(() => []);
  return names.flatMap((name) => /^debian-(\d+\.\d+)$/.exec(name)?.[1] ?? []).sort(compareVersions);
}

function versionIn(entry: string): string {
  return entry.slice(0, entry.lastIndexOf('_')).replaceAll('%3a', ':');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
