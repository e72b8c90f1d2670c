// SPDX-License-Identifier: GPL-2.0-only
import { execa } from 'execa';
import { OWN_GROUP, startChild } from '../../children.ts';
import type { Context } from '../../context.ts';
import { TreeCorrupt } from '../failures.ts';
import { lacking, settle } from '../run.ts';
import type { SourceIndex } from './source-index.ts';

/** A file of a source package, and where it begins in the unpacked tarball, in bytes. */
export interface TarPlace {
  readonly path: string;
  readonly at: number;
}

/** What is done with the bytes of a tarball as they come by. A number is a file's in the order of the tarball, from 0. */
export interface SourceReader {
  /** Some bytes of a file, `bytes` from `at` to before `stop`; what stands before the first file is left out. */
  read(number: number, bytes: Uint8Array, at: number, stop: number): void;
  /** The file has ended; -1 for what stands before the first. */
  finish(number: number): void;
}

/** All files in the order of the tarball, so that a number is one of the tarball's. */
export function inTarOrder({ files }: SourceIndex): TarPlace[] {
  return [...files].map(([path, { at }]) => ({ path, at })).sort((a, b) => a.at - b.at);
}

/**
 * Unpacks a source package once, from its beginning to its end, and keeps nothing of it.
 *
 * @param places all files, in order
 * @throws TreeCorrupt, HostLacks, NoSpace
 */
export async function unpackSource(
  { tarball }: SourceIndex,
  places: readonly TarPlace[],
  reader: SourceReader,
  context: Context,
): Promise<void> {
  const program = () =>
    execa('xz', ['-T0', '-dc', tarball], {
      ...OWN_GROUP,
      stdin: 'ignore',
      cancelSignal: context.signal,
      encoding: 'buffer',
      buffer: false,
      reject: false,
    });
  const unpack = startChild(program, context.signal);
  let number = -1;
  let [place, end] = [0, places[0]?.at ?? 0];
  for await (const chunk of unpack.stdout) {
    const bytes = chunk as Uint8Array;
    for (let at = 0; at < bytes.length; ) {
      const stop = Math.min(bytes.length, at + end - place);
      if (number >= 0) reader.read(number, bytes, at, stop);
      place += stop - at;
      at = stop;
      if (place < end) continue;
      reader.finish(number);
      number++;
      end = places[number + 1]?.at ?? Number.POSITIVE_INFINITY;
    }
  }
  reader.finish(number);
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
}
