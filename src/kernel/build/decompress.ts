// SPDX-License-Identifier: GPL-2.0-only
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Context } from '../../context.ts';
import { hostComplaint } from '../complaint.ts';
import { TreeCorrupt } from '../failures.ts';
import { runProgram, tail } from '../run.ts';
import { type Compression, isPlainKernel, payloadOf, zbootPayloadOf } from './boot-image.ts';

const SUFFIX: Record<string, Compression> = { '.xz': 'xz', '.zst': 'zstd', '.gz': 'gzip' };

/**
 * Writes the uncompressed kernel of a shipped image, which saves the guest's own decompression (some seconds
 * without KVM): of a bzImage the ELF file that QEMU starts at its PVH entry, of arm64's the Image, of
 * powerpc's the ELF file that it is already.
 *
 * @throws TreeCorrupt when `image` is none of these or is damaged; HostLacks without the decompressor
 */
export async function extractKernel(image: string, into: string, context: Context): Promise<void> {
  const bytes = await readFile(image);
  const zboot = zbootPayloadOf(bytes);
  const gzip = bytes.readUInt16BE(0) === 0x1f8b ? await promisify(gunzip)(bytes) : undefined;
  const plain = zboot ? await decompress(zboot.bytes, zboot.compression, into, context) : (gzip ?? bytes);
  if (isPlainKernel(plain)) return writeFile(into, plain);
  const payload = payloadOf(bytes);
  if (!payload) throw corrupt(image, 'is no image that says where its kernel is');
  const kernel = await decompress(payload.bytes, payload.compression, into, context);
  if (kernel.length !== payload.size)
    throw corrupt(image, `holds ${kernel.length} bytes of kernel, and says ${payload.size}`);
  await writeFile(into, kernel);
}

/** Writes a module as it is loaded: byte for byte, less the compression of the file. */
export async function extractModule(module: string, into: string, context: Context): Promise<void> {
  const compression = SUFFIX[/\.[^.]*$/.exec(module)?.[0] ?? ''];
  if (!compression) return copyFile(module, into);
  await writeFile(into, await decompress(await readFile(module), compression, into, context));
}

async function decompress(
  bytes: Buffer,
  compression: Compression,
  beside: string,
  context: Context,
): Promise<Buffer> {
  if (compression === 'gzip') return promisify(gunzip)(bytes);
  const folder = await mkdtemp(`${beside}.`);
  try {
    const [packed, plain] = [join(folder, `packed.${compression}`), join(folder, 'packed')];
    await writeFile(packed, bytes);
    const arguments_ = {
      xz: ['--decompress', '--keep', packed],
      lz4: ['-d', '-q', '-f', packed, plain],
      zstd: ['-d', '-q', '-f', packed, '-o', plain],
    }[compression];
    const { stderr, exitCode } = await runProgram(compression, arguments_, context);
    if (exitCode !== 0)
      throw hostComplaint(stderr, folder) ?? corrupt(beside, 'cannot be decompressed', stderr);
    return await readFile(plain);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function corrupt(where: string, title: string, stderr = ''): TreeCorrupt {
  return new TreeCorrupt({
    title: `the file ${title}`,
    where,
    ...(stderr ? { detail: tail(stderr) } : {}),
    hint: 'Remove the cached kernel package and run again.',
  });
}
