// SPDX-License-Identifier: GPL-2.0-only
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The files below a folder: how many, and their bytes together. */
export async function folderUsage(folder: string): Promise<{ files: number; bytes: number }> {
  let [files, bytes] = [0, 0];
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    files++;
    bytes += (await stat(join(entry.parentPath, entry.name))).size;
  }
  return { files, bytes };
}

export async function folderSize(folder: string): Promise<number> {
  return (await folderUsage(folder)).bytes;
}
