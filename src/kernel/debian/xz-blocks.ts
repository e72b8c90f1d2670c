// SPDX-License-Identifier: GPL-2.0-only
import { type FileHandle, open } from 'node:fs/promises';
import { execa } from 'execa';
import { OWN_GROUP, startChild } from '../../children.ts';
import type { Context } from '../../context.ts';
import { TreeCorrupt } from '../failures.ts';
import { lacking, settle } from '../run.ts';

/** One block of an .xz file, which can be unpacked without the others. */
export interface XzBlock {
  /** Bytes of the file. */
  readonly at: number;
  readonly length: number;
  /** Bytes of what is unpacked. */
  readonly from: number;
  readonly size: number;
}

const HEADER = 12;
const FOOTER = 12;

/**
 * The blocks of an .xz file of one stream (The .xz File Format, 1.2.1: "Stream Footer" and "Index"), as xz -T writes
 * many; undefined where it is of another form.
 */
export async function blocksOf(path: string): Promise<XzBlock[] | undefined> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const footer = await bytesAt(file, size - FOOTER, FOOTER);
    if (footer.toString('latin1', 10) !== 'YZ') return undefined;
    const length = (footer.readUInt32LE(4) + 1) * 4;
    const index = await bytesAt(file, size - FOOTER - length, length);
    if (index[0] !== 0) return undefined;
    const numbers = varints(index, 1);
    const count = numbers.next().value ?? 0;
    const blocks: XzBlock[] = [];
    let [at, from] = [HEADER, 0];
    for (let record = 0; record < count; record++) {
      const unpadded = numbers.next().value ?? 0;
      const unpacked = numbers.next().value ?? 0;
      const padded = Math.ceil(unpadded / 4) * 4;
      blocks.push({ at, length: padded, from, size: unpacked });
      [at, from] = [at + padded, from + unpacked];
    }
    // Of several streams the others stand before this one.
    return at === size - FOOTER - length ? blocks : undefined;
  } finally {
    await file.close();
  }
}

/** Numbers of seven bits a byte, the least first; the last byte has no eighth bit. */
function* varints(bytes: Buffer, start: number): Generator<number, undefined> {
  let [value, factor] = [0, 1];
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * factor;
    factor *= 0x80;
    if (byte & 0x80) continue;
    yield value;
    [value, factor] = [0, 1];
  }
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, Math.max(0, position));
  return buffer.subarray(0, bytesRead);
}

/**
 * What one block holds. xz unpacks and verifies it, then complains that the stream ends without an index.
 *
 * @throws TreeCorrupt, HostLacks
 */
export async function unpackBlock(
  path: string,
  { at, length, size }: XzBlock,
  context: Pick<Context, 'signal'>,
): Promise<Buffer> {
  const file = await open(path);
  let input: Buffer;
  try {
    input = Buffer.concat([await bytesAt(file, 0, HEADER), await bytesAt(file, at, length)]);
  } finally {
    await file.close();
  }
  // Chunks are kept as they come: execa's own buffer is grown again and again.
  const begin = () =>
    execa('xz', ['-dc', '--format=xz', '-T1'], {
      ...OWN_GROUP,
      input,
      encoding: 'buffer',
      buffer: { stdout: false, stderr: true },
      cancelSignal: context.signal,
      env: { LC_ALL: 'C' },
      reject: false,
    });
  const xz = startChild(begin, context.signal);
  const chunks: Buffer[] = [];
  xz.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ran = await xz;
  if (ran.failed) await settle(context.signal, ran.signal);
  if (ran.code === 'ENOENT') throw lacking('xz');
  const unpacked = Buffer.concat(chunks);
  if (unpacked.length === size) return unpacked;
  throw new TreeCorrupt({
    title: 'a block of the source package cannot be unpacked',
    where: path,
    detail: Buffer.from(ran.stderr ?? [])
      .toString('latin1')
      .trim(),
    hint: 'Remove what was kept of it (kpw trees --prune), and run again.',
  });
}
