// SPDX-License-Identifier: GPL-2.0-only
import { open, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../../context.ts';
import { mentioningFiles, Pairs } from '../mention/pairs.ts';
import { WordScanner } from '../mention/scan.ts';
import { type Word, wordHash } from '../mention/word.ts';
import { type SourceIndex, sourceIndex } from './source-index.ts';
import { inTarOrder, type TarPlace, unpackSource } from './unpack-source.ts';

/** Tables of registers that a program made: a third of the kernel's text, and no reader of anything. */
const MADE = /^drivers\/gpu\/drm\/amd\/include\//;
const READ = /^(?!Documentation\/|scripts\/|samples\/).*\.[ch]$/;

/**
 * In which files of C a word stands, by an index of the Debian source package that is made once: some twenty seconds,
 * then milliseconds. Undefined where the package is not in the cache, or was packed in one piece; of a word, where
 * it is in more files than anybody would read. A file may be named that has no such word, none is missing.
 *
 * @throws TreeCorrupt, HostLacks, NoSpace
 */
export async function debianMentions(
  base: { readonly package: string; readonly version: string },
  words: readonly Word[],
  context: Context,
): Promise<(readonly string[] | undefined)[] | undefined> {
  const source = await sourceIndex(base, context);
  if (!source) return undefined;
  const paths = inTarOrder(source);
  const name = `mentions/${base.package}_${base.version.replaceAll(':', '%3a')}`;
  const task = `words of ${base.package}`;
  const folder = await context.cache.entry(
    name,
    async (temporary) => {
      context.report({ task, state: 'start', text: base.version });
      await writeFile(join(temporary, 'pairs'), await pairsOf(source, paths, context));
      context.report({ task, state: 'done' });
    },
    { signal: context.signal, sums: 'sizes' },
  );
  const file = join(folder, 'pairs');
  const { size } = await stat(file);
  const pairs = await open(file);
  try {
    const found: (readonly string[] | undefined)[] = [];
    for (const word of words) {
      const numbers = await mentioningFiles(pairs, size, wordHash(word));
      found.push(numbers?.flatMap((number) => paths[number]?.path ?? []));
    }
    return found;
  } finally {
    await pairs.close();
  }
}

async function pairsOf(
  source: SourceIndex,
  paths: readonly TarPlace[],
  context: Context,
): Promise<Uint8Array> {
  const pairs = new Pairs();
  let current = -1;
  const scanner = new WordScanner((hash) => pairs.add(hash, current));
  const wanted = paths.map(({ path }) => READ.test(path) && !MADE.test(path));
  const reader = {
    read(number: number, bytes: Uint8Array, at: number, stop: number) {
      current = number;
      if (wanted[number]) scanner.read(bytes, at, stop);
    },
    finish: () => scanner.finish(),
  };
  await unpackSource(source, paths, reader, context);
  return pairs.finished();
}
