// SPDX-License-Identifier: GPL-2.0-only
import { open, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { OWN_GROUP, watched } from '../../children.ts';
import type { Context } from '../../context.ts';
import { TreeCorrupt } from '../failures.ts';
import { filesOf, Pairs } from '../mention/pairs.ts';
import { WordScanner } from '../mention/scan.ts';
import { hashOf, type Word } from '../mention/word.ts';
import { lacking, settle } from '../run.ts';
import { type SourceIndex, sourceIndex } from './source-index.ts';

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
  const paths = inOrder(source);
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
      const numbers = await filesOf(pairs, size, hashOf(word));
      found.push(numbers?.flatMap((number) => paths[number]?.path ?? []));
    }
    return found;
  } finally {
    await pairs.close();
  }
}

interface Place {
  readonly path: string;
  readonly at: number;
}

/** All files in the order of the tarball, so that a number is one of the tarball's. */
function inOrder({ files }: SourceIndex): Place[] {
  return [...files].map(([path, { at }]) => ({ path, at })).sort((a, b) => a.at - b.at);
}

async function pairsOf(
  { tarball }: SourceIndex,
  paths: readonly Place[],
  context: Context,
): Promise<Uint8Array> {
  const pairs = new Pairs();
  let number = -1;
  const scanner = new WordScanner((hash) => pairs.add(hash, number));
  const wanted = paths.map(({ path }) => READ.test(path) && !MADE.test(path));
  const program = () =>
    execa('xz', ['-T0', '-dc', tarball], {
      ...OWN_GROUP,
      stdin: 'ignore',
      cancelSignal: context.signal,
      encoding: 'buffer',
      buffer: false,
      reject: false,
    });
  const unpack = watched(program, context.signal);
  let [place, end] = [0, paths[0]?.at ?? 0];
  for await (const chunk of unpack.stdout) {
    const bytes = chunk as Uint8Array;
    for (let at = 0; at < bytes.length; ) {
      const stop = Math.min(bytes.length, at + end - place);
      if (number >= 0 && wanted[number]) scanner.read(bytes, at, stop);
      place += stop - at;
      at = stop;
      if (place < end) continue;
      scanner.finish();
      number++;
      end = paths[number + 1]?.at ?? Number.POSITIVE_INFINITY;
    }
  }
  scanner.finish();
  const { signal, failed, code } = await unpack;
  if (code === 'ENOENT') throw lacking('xz');
  if (failed) {
    await settle(context.signal, signal);
    throw new TreeCorrupt({
      title: 'the source package cannot be unpacked',
      where: tarball,
      hint: 'Run again to download it anew.',
    });
  }
  return pairs.finished();
}
