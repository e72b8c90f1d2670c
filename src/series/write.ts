// SPDX-License-Identifier: GPL-2.0-only
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder, writingTo } from '../output.ts';
import type { Mail } from './scratch.ts';

/** Where a series is kept: `<root>/<topic>/<variant>/<tree>`. */
export function seriesFolder(root: string, topic: string, variant: string, tree: string): string {
  return join(root, topic, variant, tree);
}

/**
 * Replaces a folder's content by a series, whole or not at all: it is written beside its place and renamed, so
 * that a killed run leaves the old series or the new one, never a mixture. Without a mail no folder is kept.
 *
 * @throws OutputUnwritable
 */
export async function writeSeries(folder: string, mails: readonly Mail[]): Promise<void> {
  return writingTo(folder, () => replace(folder, mails));
}

async function replace(folder: string, mails: readonly Mail[]): Promise<void> {
  const suffix = `${process.pid}-${randomBytes(4).toString('hex')}`;
  const fresh = join(dirname(folder), `.new-${suffix}`);
  const old = join(dirname(folder), `.old-${suffix}`);
  await makeFolder(dirname(folder));
  try {
    await mkdir(fresh);
    for (const { name, text } of mails) await writeFile(join(fresh, name), text, 'latin1');
    await rename(folder, old).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
    if (mails.length === 0) return;
    await rename(fresh, folder).catch((error: NodeJS.ErrnoException) => {
      // Another run put its series there since; it is as whole as this one.
      if (error.code !== 'ENOTEMPTY') throw error;
    });
  } finally {
    await rm(fresh, { recursive: true, force: true });
    await rm(old, { recursive: true, force: true });
  }
}

/** The mails of a folder, in order; undefined where there is no such folder. */
export async function readSeries(folder: string): Promise<Mail[] | undefined> {
  const names = await readdir(folder).catch(() => undefined);
  if (!names) return undefined;
  return Promise.all(
    names
      .filter((name) => name.endsWith('.patch'))
      .sort()
      .map(async (name) => ({ name, text: await readFile(join(folder, name), 'latin1') })),
  );
}
