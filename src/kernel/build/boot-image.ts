// SPDX-License-Identifier: GPL-2.0-only
import { isElf64 } from './elf.ts';

export type Compression = 'gzip' | 'xz' | 'lz4' | 'zstd';

/** The compressed kernel inside a bzImage. */
export interface Payload {
  compression: Compression;
  bytes: Buffer;
  /** Of the decompressed kernel, in bytes. */
  size: number;
}

const MAGIC: readonly [Compression, string][] = [
  ['gzip', '1f8b'],
  ['xz', 'fd377a585a00'],
  // The legacy frame: the kernel is compressed by `lz4 -l` (scripts/Makefile.lib, cmd_lz4).
  ['lz4', '02214c18'],
  ['zstd', '28b52ffd'],
];

/**
 * Finds the compressed kernel by the setup header's own fields, setup_sects, payload_offset and
 * payload_length (boot protocol 2.08, Documentation/arch/x86/boot.rst), not by searching for magic numbers,
 * which the decompressor's code contains too.
 *
 * The payload's last four bytes are the decompressed size, little endian: gzip ends so by itself, and for
 * all other formats the kernel's build appends them (scripts/Makefile.lib, size_append), where a
 * decompressor would take them for trailing garbage.
 *
 * @returns undefined where this is no bzImage, is too old to say, or is compressed otherwise
 */
export function payloadOf(image: Buffer): Payload | undefined {
  if (image.length < 0x250 || image.toString('latin1', 0x202, 0x206) !== 'HdrS') return undefined;
  if (image.readUInt16LE(0x206) < 0x0208) return undefined;
  // Zero means four (boot.rst, setup_sects); one more is the boot sector itself.
  const start = ((image[0x1f1] || 4) + 1) * 512 + image.readUInt32LE(0x248);
  const end = start + image.readUInt32LE(0x24c);
  if (end > image.length || end - start < 16) return undefined;
  const head = image.toString('hex', start, start + 6);
  const compression = MAGIC.find(([, magic]) => head.startsWith(magic))?.[0];
  if (!compression) return undefined;
  return {
    compression,
    bytes: image.subarray(start, compression === 'gzip' ? end : end - 4),
    size: image.readUInt32LE(end - 4),
  };
}

/**
 * The kernel inside an EFI executable that decompresses itself, as arm64's distributions ship it since 6.x
 * (CONFIG_EFI_ZBOOT). QEMU before 8 cannot start one.
 *
 * Its header (drivers/firmware/efi/libstub/zboot-header.S): `MZ`, `zimg` at 4, then offset and size of the
 * payload, and at 24 the compression's name.
 *
 * @returns undefined where this is none
 */
export function zbootPayloadOf(image: Buffer): Omit<Payload, 'size'> | undefined {
  if (image.length < 64 || image.toString('latin1', 4, 8) !== 'zimg') return undefined;
  const start = image.readUInt32LE(8);
  const end = start + image.readUInt32LE(12);
  const head = image.toString('hex', start, start + 6);
  const compression = MAGIC.find(([, magic]) => head.startsWith(magic))?.[0];
  return compression && end <= image.length ? { compression, bytes: image.subarray(start, end) } : undefined;
}

/** Whether QEMU starts it as it is: an ELF file, or arm64's Image ("ARM\x64" at 56, Documentation/arch/arm64/booting.rst). */
export function isPlainKernel(image: Buffer): boolean {
  return isElf64(image) || (image.length > 64 && image.toString('latin1', 56, 60) === 'ARM\x64');
}
