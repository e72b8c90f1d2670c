// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import pLimit from 'p-limit';

/** Size in bytes and SHA-256 of each file of a folder, by its path in it; without the latter where it is too much. */
export type Sums = Record<string, readonly [size: number, sha256?: string]>;

const AT_A_TIME = 8;

/** @param hashes whether contents are read, or sizes alone */
export async function sumsOf(folder: string, hashes: boolean): Promise<Sums> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const limit = pLimit(AT_A_TIME);
  const sums = await Promise.all(
    files.map((file) =>
      limit(async (): Promise<[string, Sums[string]]> => {
        const { size } = await stat(file);
        return [relative(folder, file), hashes ? [size, await sha256(file)] : [size]];
      }),
    ),
  );
  return Object.fromEntries(sums.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * What is wrong with files, each in some words: `kernel has 0 bytes, not 39845888`. What has come since is not looked at.
 *
 * @param only paths in the folder; by default all that have sums
 */
export async function differences(folder: string, sums: Sums, only?: readonly string[]): Promise<string[]> {
  const limit = pLimit(AT_A_TIME);
  const paths = only?.filter((path) => Object.hasOwn(sums, path)) ?? Object.keys(sums);
  const found = await Promise.all(paths.map((path) => limit(() => difference(folder, path, sums[path]))));
  return found.filter((one) => one !== undefined);
}

async function difference(
  folder: string,
  path: string,
  sum: Sums[string] = [0],
): Promise<string | undefined> {
  const file = join(folder, path);
  const [size, hash] = sum;
  const now = await stat(file).catch(() => undefined);
  if (!now?.isFile()) return `${path} is gone`;
  if (now.size !== size) return `${path} has ${now.size} bytes, not ${size}`;
  if (hash === undefined) return undefined;
  const own = await sha256(file).catch(() => undefined);
  if (own === undefined) return `${path} cannot be read`;
  return own === hash ? undefined : `${path} has another content`;
}

/** SHA-256 of a file's content, in hexadecimal. */
export async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
