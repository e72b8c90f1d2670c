// SPDX-License-Identifier: GPL-2.0-only
import { sectionsOf } from './elf.ts';

const SHT_RELA = 4;
/** Of Elf64_Rela (elf(5)): r_offset, r_info, r_addend. */
const ENTRY = 24;
const INFO = 8;
/** x86-64 psABI, table of relocation types. */
const R_X86_64_PC32 = 2;
const R_X86_64_PLT32 = 4;

/** Whether a kernel loads modules with R_X86_64_PLT32: since v4.16 (b21ebf2fb4cd). @param loader arch/x86/kernel/module.c */
export function loadsPlt32(loader: string): boolean {
  return loader.includes('R_X86_64_PLT32');
}

/**
 * Names the relocations of branches as binutils did before 2.31: R_X86_64_PC32. A module has no table of linkage, so both
 * mean the same, and a kernel that does not know the other refuses the module ("Unknown rela relocation: 4").
 *
 * @param module is changed in place
 * @returns how many there were
 */
export function withoutPlt32(module: Buffer): number {
  let changed = 0;
  for (const { type, content } of sectionsOf(module)) {
    if (type !== SHT_RELA) continue;
    for (let at = INFO; at < content.length; at += ENTRY)
      if (content.readUInt32LE(at) === R_X86_64_PLT32) {
        content.writeUInt32LE(R_X86_64_PC32, at);
        changed++;
      }
  }
  return changed;
}
