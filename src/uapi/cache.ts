// SPDX-License-Identifier: GPL-2.0-only
import { createHash, type Hash } from 'node:crypto';
import type { Target } from '../c/target.ts';
import type { Context } from '../context.ts';
import { remembered } from '../remembered.ts';
import { IncludeGraph } from './compare/includes.ts';
import type { UapiSide } from './side/side.ts';

/**
 * What `make` gives for these sides and this question, kept under a hash of all that it depends on: each text of both
 * sides, the question, the program itself.
 *
 * Without `context.program` nothing is kept: a program that is being edited would be answered by what it was.
 *
 * @param question JSON: targets, gates, names that the result repeats
 * @param make its result is JSON
 */
export async function rememberedOfSides<T>(
  sides: readonly UapiSide[],
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
  return remembered('uapi', hash.digest('hex'), context, make);
}

/** All that a side holds: what headers are called, where they are from, their texts, and those of the sources. */
function addSide(hash: Hash, side: UapiSide, targets: readonly Target[]): void {
  const { unread = [], hash: digestOf } = side.files;
  hash.update(JSON.stringify([side.spec, side.label, side.kind, side.lacks, [...unread]]));
  for (const path of [...(side.leftOut?.values() ?? [])].flat())
    hash.update(`${path} ${digestOf?.call(side.files, path) ?? side.files.read(path)}\n`, 'latin1');
  const seen = new Set<unknown>();
  const includes = side.file && new IncludeGraph(side.headers, targets);
  for (const target of targets) {
    // What lies beside one header is read as far as that includes it.
    const names = includes?.closure(side.file?.name ?? '') ?? side.headers.names(target);
    hash.update(`${target.id} ${seen.has(names)}\n`);
    if (seen.has(names)) continue;
    seen.add(names);
    // At once: a thousand small updates take longer than what they hash.
    let all = '';
    for (const name of names) {
      const header = side.headers.get(name, target);
      all += `${name} ${header?.path} ${seen.has(header) ? '' : header?.hash}\n`;
      seen.add(header);
    }
    hash.update(all);
  }
  addDrivers(hash, side);
}

function addDrivers(hash: Hash, side: UapiSide): void {
  hash.update(JSON.stringify([side.unreadDrivers, side.unreadTables, side.foreign, side.notes]));
  for (const path of side.sources.paths)
    hash.update(`${path} ${side.files.hash?.(path) ?? side.sources.get(path)?.text}\n`, 'latin1');
}
