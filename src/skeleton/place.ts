// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writingTo } from '../output.ts';
import { NameTaken } from './failures.ts';

/**
 * Writes a new file into a folder of the user's; one that exists is never written over.
 *
 * @param words what it is, for messages: `a machine x86-four`
 * @throws NameTaken, OutputUnwritable
 */
export function placeNew(home: string, file: string, text: string, words: string): Promise<string> {
  return writingTo(
    home,
    async () => {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
        throw new NameTaken(
          {
            title: `there is ${words} already`,
            where: file,
            hint: 'Choose another name, or edit that file.',
          },
          { cause: error },
        );
      });
      return file;
    },
    'Make the folder writable, or stand in another.',
  );
}
