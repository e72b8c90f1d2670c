// SPDX-License-Identifier: GPL-2.0-only
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { MailUnreadable } from './failures.ts';
import { bracketed, readSeriesFile, SERIES_FILE, type SeriesEntry } from './series-file.ts';
import { LARGEST, tooLarge } from './unpack.ts';

const NAMES = /\.(patch|diff|eml|mbox|mbx|txt)(\.gz)?$/i;
const TAKES =
  'An mbox, a mail, a diff, a saved page of patchwork or lore, or a folder of .patch files or mails will do.';

/** A file's bytes as latin1. */
export interface Bytes {
  readonly path: string;
  readonly bytes: string;
}

/**
 * A file, or the files of a folder of patches, of a Maildir (`cur`, `new`) or of MH (a number each).
 *
 * @throws MailUnreadable
 */
export async function mailFiles(path: string): Promise<Bytes[]> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw unreadable(error.code === 'ENOENT' ? 'there is no such file' : error.message, path);
  });
  const files: Bytes[] = [];
  let size = 0;
  for (const { path: file, brackets } of found.isDirectory() ? await filesIn(path) : [{ path }]) {
    const each = await stat(file).catch((error: NodeJS.ErrnoException) => {
      throw unreadable(error.code === 'ENOENT' ? 'there is no such file' : error.message, file);
    });
    if (!each.isFile()) throw unreadable('this is no regular file', file);
    size += each.size;
    if (size > LARGEST) throw tooLarge(path);
    // A mailbox may grow while it is read: what stands behind its size of a moment ago is another run's.
    const bytes = (await readFile(file, 'latin1')).slice(0, each.size);
    files.push({ path: file, bytes: brackets === undefined ? bytes : bracketed(bytes, brackets) });
  }
  return files;
}

/** In the order of their names, which git format-patch numbers, or of the list that kpw generate keeps beside them. */
async function filesIn(folder: string): Promise<SeriesEntry[]> {
  const names = (await readdir(folder)).sort();
  const listed = names.includes(SERIES_FILE)
    ? readSeriesFile(await readFile(join(folder, SERIES_FILE), 'latin1').catch(() => ''))
    : undefined;
  if (listed) return listed.map((entry) => ({ ...entry, path: join(folder, entry.path) }));
  const named = names.filter((name) => NAMES.test(name));
  if (named.length > 0) return named.map((name) => ({ path: join(folder, name) }));
  const boxes = names.filter((name) => name === 'cur' || name === 'new');
  const held = await Promise.all(
    boxes.map(async (box) =>
      (await readdir(join(folder, box)).catch(() => [])).map((name) => join(box, name)),
    ),
  );
  const mails = held.flat().sort((a, b) => (a.slice(4) < b.slice(4) ? -1 : 1));
  const numbered = names.filter((name) => /^\d+$/.test(name)).sort((a, b) => Number(a) - Number(b));
  const all = [...mails, ...numbered];
  if (all.length === 0) throw unreadable('the folder has no .patch, .eml or .mbox file', folder);
  return all.map((name) => ({ path: join(folder, name) }));
}

function unreadable(title: string, where: string): MailUnreadable {
  return new MailUnreadable({ title, where, hint: TAKES });
}
