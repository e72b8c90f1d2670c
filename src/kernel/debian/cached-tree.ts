// SPDX-License-Identifier: GPL-2.0-only
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { TreeCorrupt } from '../failures.ts';
import { listHash } from './tree-files.ts';
import { compareVersions } from './version.ts';

/** `tree.json` beside an extracted tree. */
export const TreeMetadata = z.object({
  package: z.string(),
  version: z.string(),
  /** Of the package. */
  sha256: z.string(),
  release: z.string(),
  /** Of the list of files that were extracted. */
  list: z.string(),
  files: z.number().int().positive(),
  bytes: z.number().int().positive(),
});
export type TreeMetadata = z.infer<typeof TreeMetadata>;

export interface CachedTree extends TreeMetadata {
  /** The cache entry; the files are in its folder `source`. */
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
  const folder = context.cache.path('trees', `debian-${series}`, newest);
  const text = await readFile(join(folder, 'tree.json'), 'utf8').catch(() => '{}');
  const metadata = TreeMetadata.safeParse(parseJson(text));
  if (metadata.success) return { ...metadata.data, folder };
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
