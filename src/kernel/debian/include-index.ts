// SPDX-License-Identifier: GPL-2.0-only
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../../context.ts';
import { type FileIncludes, includedBy } from '../includes/lines.ts';
import { type SourceIndex, sourceIndex } from './source-index.ts';
import { inTarOrder, unpackSource } from './unpack-source.ts';

const READ = /^(?!Documentation\/|scripts\/|samples\/|tools\/).*\.[chS]$/;
/** A file names what it includes at its beginning; tables of registers are megabytes. */
const HEAD = 64 * 2 ** 10;

/**
 * What each file of C of a Debian source package includes, by an index that is made once: some twenty seconds, then a
 * fraction of one. Undefined where the package is not in the cache, or was packed in one piece.
 *
 * @throws TreeCorrupt, HostLacks, NoSpace
 */
export async function debianIncludes(
  base: { readonly package: string; readonly version: string },
  context: Context,
): Promise<FileIncludes[] | undefined> {
  const source = await sourceIndex(base, context);
  if (!source) return undefined;
  const name = `mentions/${base.package}_${base.version.replaceAll(':', '%3a')}_includes`;
  const task = `includes of ${base.package}`;
  const folder = await context.cache.entry(
    name,
    async (temporary) => {
      context.report({ task, state: 'start', text: base.version });
      await writeFile(join(temporary, 'includes'), await scanned(source, context), 'latin1');
      context.report({ task, state: 'done' });
    },
    { signal: context.signal, sums: 'sizes' },
  );
  const text = await readFile(join(folder, 'includes'), 'latin1');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [path = '', ...names] = line.split('\t');
      return { path, names };
    });
}

/** A line a file: its path, then what it includes. */
async function scanned(source: SourceIndex, context: Context): Promise<string> {
  const places = inTarOrder(source);
  const lines: string[] = [];
  let held: Buffer[] = [];
  let size = 0;
  const reader = {
    read(number: number, bytes: Uint8Array, at: number, stop: number) {
      if (size >= HEAD || !READ.test(places[number]?.path ?? '')) return;
      // Cut at that byte, not where a block of the archive happens to end: the index is the same each time.
      const end = Math.min(stop, at + HEAD - size);
      held.push(Buffer.from(bytes.subarray(at, end)));
      size += end - at;
    },
    finish(number: number) {
      const path = places[number]?.path ?? '';
      const names = held.length > 0 ? includedBy(Buffer.concat(held).toString('latin1')) : [];
      // A header that includes nothing is told as well: it is there.
      if (names.length > 0 || path.endsWith('.h')) lines.push([path, ...names].join('\t'));
      [held, size] = [[], 0];
    },
  };
  await unpackSource(source, places, reader, context);
  return `${lines.join('\n')}\n`;
}
