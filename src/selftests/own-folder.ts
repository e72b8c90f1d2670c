// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathsBelow } from './merged.ts';

/** Files, their modes and bytes, as one hash. */
export async function identityOfFolder(folder: string): Promise<string> {
  const hash = createHash('sha256');
  for (const path of await pathsBelow(folder)) {
    const found = await lstat(join(folder, path));
    hash.update(`${path}\0${found.mode}\0`);
    if (found.isFile()) hash.update(await readFile(join(folder, path)));
  }
  return hash.digest('hex');
}
