// SPDX-License-Identifier: GPL-2.0-only
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder, and those that it is in. Node's own `recursive` never ends where a folder that is there answers ENOENT
 * to every mkdir, as /proc does, and says ENOENT of a file system that is read-only.
 */
export async function makeFolders(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    if (isThere(error, folder)) return;
    await makeFolders(dirname(folder));
    // Another process may have made it meanwhile.
    await mkdir(folder).catch((again: unknown) => {
      if (!isThere(again, folder)) throw again;
    });
  }
}

export function makeFoldersSync(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    if (isThere(error, folder)) return;
    makeFoldersSync(dirname(folder));
    try {
      mkdirSync(folder);
    } catch (again) {
      if (!isThere(again, folder)) throw again;
    }
  }
}

/**
 * @returns false where the folder above is what is missing
 * @throws the error where it is about something else
 */
function isThere(error: unknown, folder: string): boolean {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EEXIST' && statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return true;
  if (code !== 'ENOENT' || existsSync(dirname(folder))) throw error;
  return false;
}
