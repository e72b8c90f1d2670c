// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { isPlainKernel, payloadOf, zbootPayloadOf } from './boot-image.ts';

/** A bzImage of boot protocol 2.15 with one setup sector, whose payload is 16 bytes into the kernel proper. */
function bzImage(payload: Buffer): Buffer {
  const image = Buffer.alloc(2 * 512 + 16 + payload.length + 100, 0xcc);
  image[0x1f1] = 1;
  image.write('HdrS', 0x202);
  image.writeUInt16LE(0x020f, 0x206);
  image.writeUInt32LE(16, 0x248);
  image.writeUInt32LE(payload.length, 0x24c);
  payload.copy(image, 2 * 512 + 16);
  return image;
}

function packed(magic: string, size: number): Buffer {
  const end = Buffer.alloc(4);
  end.writeUInt32LE(size);
  return Buffer.concat([Buffer.from(magic, 'hex'), Buffer.from('compressed data'), end]);
}

test.each([
  ['xz', 'fd377a585a00'],
  ['lz4', '02214c18'],
  ['zstd', '28b52ffd'],
])('%s: the appended size is read and cut off', (compression, magic) => {
  expect(payloadOf(bzImage(packed(magic, 5_000_000)))).toEqual({
    compression,
    bytes: Buffer.concat([Buffer.from(magic, 'hex'), Buffer.from('compressed data')]),
    size: 5_000_000,
  });
});

test('gzip: the size is part of the format and stays', () => {
  const payload = packed('1f8b0800', 77);
  expect(payloadOf(bzImage(payload))).toEqual({ compression: 'gzip', bytes: payload, size: 77 });
});

test('zero setup sectors mean four', () => {
  const image = bzImage(packed('28b52ffd', 1));
  const moved = Buffer.concat([image.subarray(0, 1024), Buffer.alloc(3 * 512), image.subarray(1024)]);
  moved[0x1f1] = 0;
  expect(payloadOf(moved)?.compression).toBe('zstd');
});

test('what is no bzImage, too old, cut off or compressed otherwise has no payload', () => {
  const image = bzImage(packed('28b52ffd', 1));
  const old = Buffer.from(image);
  old.writeUInt16LE(0x0207, 0x206);
  expect(
    [Buffer.from('\x7fELF'), old, image.subarray(0, 1050), bzImage(packed('5d000000', 1))].map(payloadOf),
  ).toEqual([undefined, undefined, undefined, undefined]);
});

test('an arm64 kernel that unpacks itself says where its payload is', () => {
  const image = Buffer.alloc(128);
  image.write('MZ', 0, 'latin1');
  image.write('zimg', 4, 'latin1');
  image.writeUInt32LE(64, 8);
  image.writeUInt32LE(32, 12);
  image.set([0x1f, 0x8b, 8], 64);
  expect(zbootPayloadOf(image)).toEqual({ compression: 'gzip', bytes: image.subarray(64, 96) });
  image.writeUInt32LE(1000, 12);
  expect(zbootPayloadOf(image)).toBeUndefined();
  expect(zbootPayloadOf(Buffer.alloc(128))).toBeUndefined();
});

test('an Image of arm64 and an ELF file need no unpacking', () => {
  const image = Buffer.alloc(128);
  expect(isPlainKernel(image)).toBe(false);
  image.write('ARM\x64', 56, 'latin1');
  expect(isPlainKernel(image)).toBe(true);
  expect(isPlainKernel(Buffer.concat([Buffer.from('7f454c460201', 'hex'), Buffer.alloc(64)]))).toBe(true);
});
