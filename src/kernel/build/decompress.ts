// SPDX-License-Identifier: GPL-2.0-only
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Context } from '../../context.ts';
import { TreeCorrupt } from '../failures.ts';
import { noSpaceIn, run, tail } from '../run.ts';
import { type Compression, payloadOf } from './boot-image.ts';

const SUFFIX: Record<string, Compression> = { '.xz': 'xz', '.zst': 'zstd', '.gz': 'gzip' };

/**
 * Writes the uncompressed kernel of a bzImage: an ELF file that QEMU starts at its PVH entry, which saves
 * the guest's own decompression (some seconds without KVM).
 *
 * @throws TreeCorrupt when `image` is no bzImage or is damaged; HostLacks without the decompressor
 */
export async function extractKernel(image: string, into: string, context: Context): Promise<void> {
  const payload = payloadOf(await readFile(image));
  if (!payload) throw corrupt(image, 'is no bzImage that says where its kernel is');
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
    const { stderr, exitCode } = await run(compression, arguments_, context);
    if (exitCode !== 0) throw noSpaceIn(stderr, folder) ?? corrupt(beside, 'cannot be decompressed', stderr);
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
