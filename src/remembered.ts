// SPDX-License-Identifier: GPL-2.0-only
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from './context.ts';
import { makeFoldersSync } from './folders.ts';

/** Results that are kept in a folder; the least recently used go first. */
const KEPT = 64;

/**
 * What `make` gives, kept under a hash of all that it depends on. One file a result, renamed into place: two runs at once
 * write the same, and a file that is damaged is made anew. The folder can be deleted at any time.
 *
 * @param folder of the cache, for results of one kind: `uapi`
 * @param key hexadecimal; it stands for the program as well
 * @param make its result is JSON
 */
export async function remembered<T>(
  folder: string,
  key: string,
  { cache }: Pick<Context, 'cache'>,
  make: () => Promise<T>,
): Promise<T> {
  const file = join(cache.path(folder), `${key.slice(0, 40)}.json`);
  const kept = read(file);
  if (kept !== undefined) return kept as T;
  const made = await make();
  write(file, made);
  return made;
}

/** Undefined where there is none, or one that was cut short. */
function read(file: string): unknown {
  try {
    const text = readFileSync(file, 'utf8');
    const end = text.indexOf('\n');
    const body = text.slice(end + 1);
    if (digest(body) !== text.slice(0, end)) return undefined;
    const now = new Date();
    utimesSync(file, now, now);
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Best effort: a cache that cannot be written to is no cache. */
function write(file: string, result: unknown): void {
  const folder = join(file, '..');
  const temporary = `${file}.${process.pid}-${randomBytes(4).toString('hex')}`;
  try {
    makeFoldersSync(folder);
    const body = JSON.stringify(result);
    writeFileSync(temporary, `${digest(body)}\n${body}`);
    renameSync(temporary, file);
    sweep(folder);
  } catch {
    rmSync(temporary, { force: true });
  }
}

function sweep(folder: string): void {
  const files = readdirSync(folder).map((name) => join(folder, name));
  const used = (file: string) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const old = files.map((file) => ({ file, at: used(file) })).sort((a, b) => b.at - a.at);
  for (const { file } of old.slice(KEPT)) rmSync(file, { force: true });
}

function digest(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}
