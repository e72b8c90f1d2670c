// SPDX-License-Identifier: GPL-2.0-only
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { OWN_GROUP, watched } from '../../children.ts';
import type { Context } from '../../context.ts';
import { TreeCorrupt } from '../failures.ts';
import { type Includes, includesOf } from '../includes/lines.ts';
import { lacking, settle } from '../run.ts';
import { type SourceIndex, sourceIndex } from './source-index.ts';

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
): Promise<Includes[] | undefined> {
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
async function scanned({ tarball, files }: SourceIndex, context: Context): Promise<string> {
  const places = [...files].map(([path, { at }]) => ({ path, at })).sort((a, b) => a.at - b.at);
  const lines: string[] = [];
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
  let number = -1;
  let [place, end] = [0, places[0]?.at ?? 0];
  let held: Buffer[] = [];
  let size = 0;
  const finish = () => {
    const path = places[number]?.path ?? '';
    const names = held.length > 0 ? includesOf(Buffer.concat(held).toString('latin1')) : [];
    // A header that includes nothing is told as well: it is there.
    if (names.length > 0 || path.endsWith('.h')) lines.push([path, ...names].join('\t'));
    [held, size] = [[], 0];
  };
  for await (const chunk of unpack.stdout) {
    const bytes = chunk as Buffer;
    for (let at = 0; at < bytes.length; ) {
      const stop = Math.min(bytes.length, at + end - place);
      if (number >= 0 && size < HEAD && READ.test(places[number]?.path ?? '')) {
        held.push(Buffer.from(bytes.subarray(at, stop)));
        size += stop - at;
      }
      place += stop - at;
      at = stop;
      if (place < end) continue;
      finish();
      number++;
      end = places[number + 1]?.at ?? Number.POSITIVE_INFINITY;
    }
  }
  finish();
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
  return `${lines.join('\n')}\n`;
}
