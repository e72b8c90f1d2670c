// SPDX-License-Identifier: GPL-2.0-only
import { createHash, type Hash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Target } from '../c/target.ts';
import type { Context } from '../context.ts';
import { makeFoldersSync } from '../folders.ts';
import { Includes } from './compare/includes.ts';
import type { Side } from './side-model.ts';

/** Results that are kept; the least recently used go first. */
const KEPT = 64;

/**
 * What `make` gives for these sides and this question, kept under a hash of all that it depends on: each text of both
 * sides, the question, the program itself. One file a result, renamed into place: two runs at once write the same, and
 * a file that is damaged is made anew. The folder can be deleted at any time.
 *
 * Without `context.program` nothing is kept: a program that is being edited would be answered by what it was.
 *
 * @param question JSON: targets, gates, names that the result repeats
 * @param make its result is JSON
 */
export async function remembered<T>(
  sides: readonly Side[],
  targets: readonly Target[],
  question: unknown,
  context: Pick<Context, 'cache' | 'program'>,
  make: () => Promise<T>,
): Promise<T> {
  if (context.program === undefined) return make();
  const hash = createHash('sha256').update(JSON.stringify([context.program.stamp, question]));
  for (const side of sides) {
    addSide(hash, side, targets);
    for (const one of side.paired ? [side.paired.before, side.paired.after] : []) addDrivers(hash, one);
  }
  const file = join(context.cache.path('uapi'), `${hash.digest('hex').slice(0, 40)}.json`);
  const kept = read(file);
  if (kept !== undefined) return kept as T;
  const made = await make();
  write(file, made);
  return made;
}

/** All that a side holds: what headers are called, where they are from, their texts, and those of the sources. */
function addSide(hash: Hash, side: Side, targets: readonly Target[]): void {
  const { unread = [], hash: digestOf } = side.files;
  hash.update(JSON.stringify([side.spec, side.label, side.kind, side.lacks, [...unread]]));
  for (const path of [...(side.leftOut?.values() ?? [])].flat())
    hash.update(`${path} ${digestOf?.call(side.files, path) ?? side.files.read(path)}\n`, 'latin1');
  const seen = new Set<unknown>();
  const includes = side.file && new Includes(side.headers, targets);
  for (const target of targets) {
    // What lies beside one header is read as far as that includes it.
    const names = includes?.closure(side.file?.name ?? '') ?? side.headers.names(target);
    hash.update(`${target.id} ${seen.has(names)}\n`);
    if (seen.has(names)) continue;
    seen.add(names);
    for (const name of names) {
      const header = side.headers.get(name, target);
      hash.update(`${name} ${header?.path} ${seen.has(header) ? '' : header?.hash}\n`);
      seen.add(header);
    }
  }
  addDrivers(hash, side);
}

function addDrivers(hash: Hash, side: Side): void {
  hash.update(JSON.stringify([side.unreadDrivers, side.notes]));
  for (const path of side.sources.paths)
    hash.update(`${path} ${side.files.hash?.(path) ?? side.sources.get(path)?.text}\n`, 'latin1');
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
