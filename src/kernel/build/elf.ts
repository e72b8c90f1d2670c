// SPDX-License-Identifier: GPL-2.0-only

/** Content of the named section of a 64-bit little-endian ELF file; undefined where it has none (elf(5)). */
export function sectionOf(elf: Buffer, name: string): Buffer | undefined {
  if (!isElf64(elf)) return undefined;
  const table = Number(elf.readBigUInt64LE(0x28));
  const entrySize = elf.readUInt16LE(0x3a);
  const header = (index: number) => {
    const at = table + index * entrySize;
    const offset = Number(elf.readBigUInt64LE(at + 0x18));
    const content = elf.subarray(offset, offset + Number(elf.readBigUInt64LE(at + 0x20)));
    return { nameAt: elf.readUInt32LE(at), content };
  };
  const names = header(elf.readUInt16LE(0x3e)).content;
  for (let index = 1; index < elf.readUInt16LE(0x3c); index++) {
    const { nameAt, content } = header(index);
    if (names.toString('latin1', nameAt, names.indexOf(0, nameAt)) === name) return content;
  }
  return undefined;
}

export function isElf64(bytes: Buffer): boolean {
  return bytes.length >= 0x40 && bytes.toString('hex', 0, 6) === '7f454c460201';
}
