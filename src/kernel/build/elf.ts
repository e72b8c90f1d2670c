// SPDX-License-Identifier: GPL-2.0-only

/** One section of an ELF file, by the fields of Elf64_Shdr (elf(5)). */
export interface ElfSection {
  readonly name: string;
  readonly type: number;
  readonly flags: number;
  readonly link: number;
  readonly info: number;
  /** Empty where the file holds nothing of it (SHT_NOBITS). */
  readonly content: Buffer;
}

const SHT_NOBITS = 8;

/** Sections of a 64-bit little-endian ELF file, in the order of their indexes; [] of anything else. */
export function sectionsOf(elf: Buffer): ElfSection[] {
  if (!isElf64(elf)) return [];
  const table = Number(elf.readBigUInt64LE(0x28));
  const entrySize = elf.readUInt16LE(0x3a);
  const header = (index: number) => {
    const at = table + index * entrySize;
    const type = elf.readUInt32LE(at + 4);
    const offset = Number(elf.readBigUInt64LE(at + 0x18));
    const size = type === SHT_NOBITS ? 0 : Number(elf.readBigUInt64LE(at + 0x20));
    return {
      nameAt: elf.readUInt32LE(at),
      type,
      flags: Number(elf.readBigUInt64LE(at + 8)),
      link: elf.readUInt32LE(at + 0x28),
      info: elf.readUInt32LE(at + 0x2c),
      content: elf.subarray(offset, offset + size),
    };
  };
  const names = header(elf.readUInt16LE(0x3e)).content;
  return Array.from({ length: elf.readUInt16LE(0x3c) }, (_, index) => {
    const { nameAt, ...section } = header(index);
    return { name: names.toString('latin1', nameAt, names.indexOf(0, nameAt)), ...section };
  });
}

/** Content of the named section of a 64-bit little-endian ELF file; undefined where it has none (elf(5)). */
export function elfSection(elf: Buffer, name: string): Buffer | undefined {
  return sectionsOf(elf).find((section, index) => index > 0 && section.name === name)?.content;
}

export function isElf64(bytes: Buffer): boolean {
  return bytes.length >= 0x40 && bytes.toString('hex', 0, 6) === '7f454c460201';
}
