// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { copyFile, lstat, mkdir, readdir, readlink, rm, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

/** Folders that are one since usrmerge, wherever a package has them. */
export const MERGED = ['bin', 'sbin', 'lib', 'lib32', 'lib64', 'libx32'];

/** The path that a file has on a system whose /bin is /usr/bin; both without a leading slash. */
export function mergedPath(path: string): string {
  const [first = ''] = path.split('/');
  return MERGED.includes(first) ? `usr/${path}` : path;
}

/** Files and links below a folder, relative to it, sorted. */
export async function pathsBelow(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}

/** Copies unpacked packages into one merged root, in which absolute links lead to the root's own files. */
export async function copyMerged(from: string, into: string): Promise<void> {
  for (const path of await pathsBelow(from)) {
    const to = join(into, mergedPath(path));
    await mkdir(dirname(to), { recursive: true });
    if (!(await lstat(join(from, path))).isSymbolicLink()) {
      await copyFile(join(from, path), to);
      continue;
    }
    const target = await readlink(join(from, path));
    const led = target.startsWith('/')
      ? relative(dirname(to), join(into, mergedPath(target.slice(1))))
      : target;
    await rm(to, { force: true });
    await symlink(led, to);
  }
  for (const name of MERGED)
    if (existsSync(join(into, 'usr', name))) await symlink(`usr/${name}`, join(into, name));
}
