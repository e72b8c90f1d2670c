// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import { isElf64 } from './elf.ts';

// elf(5)
const SHT_SYMTAB = 2;
const SHT_RELA = 4;
const SHT_NOBITS = 8;
const SHF_ALLOC = 2n;
const SHN_UNDEF = 0;
const SHN_LORESERVE = 0xff00;

/** What says how and of what a module was built rather than what it does. */
const NOT_CODE = /^(\.modinfo|\.note\..*|__versions)$/;

interface Section {
  readonly name: string;
  readonly type: number;
  readonly flags: bigint;
  readonly size: number;
  readonly content: Buffer;
  /** Index of the section that it refers to: of a RELA section its symbols', of symbols their names'. */
  readonly link: number;
  /** Of a RELA section: which it relocates. */
  readonly info: number;
}

/**
 * A hash of what a module (a relocatable 64-bit little-endian ELF file) does: all that is loaded, with its relocations by
 * what they point to. Debug information, the order of symbols and the names of local ones make no difference.
 */
export function moduleCode(elf: Buffer): string {
  if (!isElf64(elf)) throw new Error('not an ELF file of a kind that modules have');
  const sections = sectionsOf(elf);
  const hash = createHash('sha256');
  const loaded = (section: Section | undefined): section is Section =>
    section !== undefined && (section.flags & SHF_ALLOC) !== 0n && !NOT_CODE.test(section.name);
  for (const section of sections.filter(loaded).sort(byName)) {
    hash.update(`\0${section.name}\0${section.type}\0${section.flags}\0${section.size}\0`);
    if (section.type !== SHT_NOBITS) hash.update(section.content);
  }
  for (const section of sections.filter(({ type }) => type === SHT_RELA).sort(byName)) {
    if (!loaded(sections[section.info])) continue;
    hash.update(`\0${section.name}\0`);
    for (const one of relocations(section, sections)) hash.update(`${one}\n`);
  }
  return hash.digest('hex');
}

/** Names of the symbols that a relocatable ELF file takes from elsewhere. */
export function importedSymbols(elf: Buffer): Set<string> {
  const sections = sectionsOf(elf);
  const names = new Set<string>();
  for (const { type, content, link } of sections) {
    if (type !== SHT_SYMTAB) continue;
    const texts = sections[link]?.content ?? Buffer.alloc(0);
    for (let at = 24; at + 24 <= content.length; at += 24)
      if (content.readUInt16LE(at + 6) === SHN_UNDEF) names.add(textAt(texts, content.readUInt32LE(at)));
  }
  return names;
}

function byName(a: Section, b: Section): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

function sectionsOf(elf: Buffer): Section[] {
  const table = Number(elf.readBigUInt64LE(0x28));
  const size = elf.readUInt16LE(0x3a);
  const raw = Array.from({ length: elf.readUInt16LE(0x3c) }, (_, index) => {
    const at = table + index * size;
    const offset = Number(elf.readBigUInt64LE(at + 0x18));
    const bytes = Number(elf.readBigUInt64LE(at + 0x20));
    const type = elf.readUInt32LE(at + 4);
    return {
      nameAt: elf.readUInt32LE(at),
      type,
      flags: elf.readBigUInt64LE(at + 8),
      size: bytes,
      content: type === SHT_NOBITS ? Buffer.alloc(0) : elf.subarray(offset, offset + bytes),
      link: elf.readUInt32LE(at + 0x28),
      info: elf.readUInt32LE(at + 0x2c),
    };
  });
  const names = raw[elf.readUInt16LE(0x3e)]?.content ?? Buffer.alloc(0);
  return raw.map(({ nameAt, ...section }) => ({ ...section, name: textAt(names, nameAt) }));
}

/** Each as offset, type, addend and what it points to, in the order of the file. */
function* relocations({ content, link }: Section, sections: readonly Section[]): Generator<string> {
  const symbols = sections[link];
  const names = symbols && sections[symbols.link];
  if (!symbols || !names) return;
  for (let at = 0; at + 24 <= content.length; at += 24) {
    const info = content.readBigUInt64LE(at + 8);
    const symbol = symbols.content.subarray(Number(info >> 32n) * 24);
    const type = info & 0xffffffffn;
    const section = symbol.readUInt16LE(6);
    const target =
      section === SHN_UNDEF || section >= SHN_LORESERVE
        ? textAt(names.content, symbol.readUInt32LE(0))
        : `${sections[section]?.name}+${symbol.readBigUInt64LE(8)}`;
    yield `${content.readBigUInt64LE(at)} ${type} ${content.readBigInt64LE(at + 16)} ${target}`;
  }
}

function textAt(names: Buffer, at: number): string {
  return names.toString('latin1', at, names.indexOf(0, at));
}
