// SPDX-License-Identifier: GPL-2.0-only
import { type ElfSection, sectionsOf } from '../kernel/build/elf.ts';

/** Where in a module something is: a section that is loaded, and the offset in it. */
export interface ObjectPlace {
  readonly section: string;
  readonly offset: number;
}

/** What a module that was built for coverage says of itself. */
export interface CoverageObject {
  /** The instruction behind each call of __sanitizer_cov_trace_pc(): what the call finds as its return address. */
  readonly sites: readonly ObjectPlace[];
  /** Where each mark (mark.ts) stands; one in inlined code stands in several places. */
  readonly marks: readonly (ObjectPlace & { readonly number: number })[];
}

const TRACE = '__sanitizer_cov_trace_pc';
const MARKS = '.kpw_marks';
const SHF_EXECINSTR = 4;

/**
 * By type of the relocation of a call, how far behind its place the call returns to (elf(5) and the psABIs): x86 relocates the
 * last four bytes of the instruction, the others the instruction.
 */
const CALL = 4;
const SYMBOL_SIZE = 24;
const RELOCATION_SIZE = 24;
const MARK_SIZE = 16;

/** @throws Error for what is no relocatable 64-bit little-endian ELF file */
export function coverageObject(elf: Buffer): CoverageObject {
  const sections = sectionsOf(elf);
  const symbols = symbolsOf(sections);
  const sites: ObjectPlace[] = [];
  const marks: (ObjectPlace & { number: number })[] = [];
  for (const { content, target } of relocationSections(sections)) {
    const isMarks = target.name === MARKS;
    if (!isMarks && !(target.flags & SHF_EXECINSTR)) continue;
    for (let at = 0; at + RELOCATION_SIZE <= content.length; at += RELOCATION_SIZE) {
      const offset = Number(content.readBigUInt64LE(at));
      const symbol = symbols[content.readUInt32LE(at + 12)];
      if (!symbol) throw new Error(`a relocation of ${target.name} without a symbol`);
      if (isMarks) {
        // The other half of a mark is its number.
        const section = sections[symbol.section]?.name ?? '';
        const place = symbol.value + Number(content.readBigInt64LE(at + 16));
        const number = Number(target.content.readBigUInt64LE(offset + MARK_SIZE / 2));
        marks.push({ section, offset: place, number });
      } else if (symbol.name === TRACE) sites.push({ section: target.name, offset: offset + CALL });
    }
  }
  sites.sort((a, b) => (a.section < b.section ? -1 : a.section > b.section ? 1 : a.offset - b.offset));
  return { sites, marks };
}

function relocationSections(sections: readonly ElfSection[]): { content: Buffer; target: ElfSection }[] {
  const SHT_RELA = 4;
  return sections.flatMap(({ type, info, content }) => {
    const target = sections[info];
    return type === SHT_RELA && target ? [{ content, target }] : [];
  });
}

interface ElfSymbol {
  name: string;
  /** Index of its section; 0 where it is another file's. */
  section: number;
  value: number;
}

function symbolsOf(sections: readonly ElfSection[]): ElfSymbol[] {
  const SHT_SYMTAB = 2;
  const table = sections.find(({ type }) => type === SHT_SYMTAB);
  const names = table && sections[table.link]?.content;
  if (!table || !names) throw new Error('a module without a symbol table');
  const symbols: ElfSymbol[] = [];
  for (let at = 0; at + SYMBOL_SIZE <= table.content.length; at += SYMBOL_SIZE) {
    const name = table.content.readUInt32LE(at);
    symbols.push({
      name: names.toString('latin1', name, names.indexOf(0, name)),
      section: table.content.readUInt16LE(at + 6),
      value: Number(table.content.readBigUInt64LE(at + 8)),
    });
  }
  return symbols;
}
