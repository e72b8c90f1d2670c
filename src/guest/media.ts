// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Machine } from './machine.ts';

const SECTOR = 512;

/** Where a boot keeps the disks that programs may ask for. */
export const mediaFolder = (boot: string): string => join(boot, 'media');

/**
 * Makes the disks of a machine anew, so that none has what an earlier guest wrote.
 *
 * @param boot folder of the boot
 * @returns the file of each, by its name
 */
export async function makeMedia(
  { media = {} }: Pick<Machine, 'media'>,
  boot: string,
): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const folder = mediaFolder(boot);
  for (const [name, { bytes }] of Object.entries(media)) {
    await mkdir(folder, { recursive: true });
    const file = join(folder, `${name}.img`);
    await writeFile(file, contentOf(name, bytes));
    files.set(name, file);
  }
  return files;
}

/** Every sector begins with the name of the disk and the sector's number: `first 0\n`. */
function contentOf(name: string, bytes: number): Buffer {
  const content = Buffer.alloc(bytes);
  for (let sector = 0; sector * SECTOR < bytes; sector++)
    content.write(`${name} ${sector}\n`, sector * SECTOR, 'latin1');
  return content;
}
