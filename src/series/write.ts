// SPDX-License-Identifier: GPL-2.0-only
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import {
  bracketed,
  readSeriesFile,
  SERIES_FILE,
  type SeriesEntry,
  seriesFile,
  unbracketed,
} from '../mail/series-file.ts';
import { makeFolder, writingTo } from '../output.ts';
import type { Mail } from './mail.ts';

/** Where mails lie that all series of a tree begin with: no variant may be called so. */
const PREREQUISITE = 'prerequisite';

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

/** What a series keeps of its own, and where it belongs. */
export interface KeptSeries {
  readonly variant: string;
  readonly mails: readonly Mail[];
  /** The number of mails at the beginning that are the prerequisite's. */
  readonly shared: number;
}

/**
 * Keeps series of one tree: the mails of the prerequisite lie once, in `<root>/<topic>/prerequisite/<tree>`, and each
 * series that has them names them in its file `series`. A series whose prerequisite reads otherwise keeps its own mails.
 *
 * @throws OutputUnwritable
 */
export async function keepSeries(
  root: string,
  topic: string,
  tree: string,
  series: readonly KeptSeries[],
): Promise<void> {
  const common = new Map<string, string>();
  const written = series.map(({ variant, mails, shared }) => {
    const own: Mail[] = [];
    const entries = mails.map(({ name, text }, at): SeriesEntry => {
      const bare = at < shared ? unbracketed(text) : undefined;
      const there = bare && (common.get(name) ?? bare.text);
      if (bare === undefined || there !== bare.text) {
        own.push({ name, text });
        return { path: name };
      }
      common.set(name, bare.text);
      return { path: `../../${PREREQUISITE}/${tree}/${name}`, brackets: bare.brackets };
    });
    const list = { name: SERIES_FILE, text: seriesFile(entries) };
    return { variant, files: own.length === mails.length ? mails : [...own, list] };
  });
  // Of posted series none may have a prerequisite, and others of the tree still name it.
  if (common.size > 0)
    await writeSeries(
      seriesFolder(root, topic, PREREQUISITE, tree),
      [...common].map(([name, text]) => ({ name, text })),
    );
  for (const { variant, files } of written)
    await writeSeries(seriesFolder(root, topic, variant, tree), files);
}

/**
 * The mails of a folder, in order, as they are sent: those that the series shares with others among them. Undefined where
 * there is no such folder.
 */
export async function readSeries(folder: string): Promise<Mail[] | undefined> {
  const names = await readdir(folder).catch(() => undefined);
  if (!names) return undefined;
  const patches = names.filter((name) => name.endsWith('.patch')).sort();
  const list = names.includes(SERIES_FILE)
    ? readSeriesFile(await readFile(join(folder, SERIES_FILE), 'latin1'))
    : undefined;
  const listed = list ?? [];
  // A patch that the list does not have: somebody put it there.
  const others = patches.filter((name) => !listed.some(({ path }) => path === name));
  const mails = await Promise.all(
    [...listed, ...others.map((path): SeriesEntry => ({ path }))].map(async ({ path, brackets }) => {
      const text = await readFile(join(folder, path), 'latin1').catch(() => undefined);
      if (text === undefined) return [];
      return [{ name: basename(path), text: brackets === undefined ? text : bracketed(text, brackets) }];
    }),
  );
  return mails.flat();
}
