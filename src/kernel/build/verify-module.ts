// SPDX-License-Identifier: GPL-2.0-only
import { elfSection } from './elf.ts';
import { moduleInfoOf } from './modinfo.ts';

/**
 * Reasons for which a rebuilt module would not load, or would load and should not have, by comparison with
 * the distribution's build of it; [] where there are none.
 *
 * Where the kernel has no MODVERSIONS (Debian's since 6.17), nothing in the kernel notices a module that was
 * compiled for other structures; the size of struct module, a section of its own, is what can be compared.
 */
export function problemsOf(built: Buffer, shipped: Buffer): string[] {
  const [own, theirs] = [moduleInfoOf(built), moduleInfoOf(shipped)];
  if (!own || !theirs) return ['it has no .modinfo section'];
  const problems = [];
  if (own.vermagic !== theirs.vermagic)
    problems.push(`its vermagic is “${own.vermagic}”, the kernel’s “${theirs.vermagic}”`);
  const structure = '.gnu.linkonce.this_module';
  const [size, expected] = [elfSection(built, structure)?.length, elfSection(shipped, structure)?.length];
  if (size !== expected) problems.push(`its struct module has ${size} bytes, the kernel’s ${expected}`);
  const [crcs, expectedCrcs] = [versionsOf(built), versionsOf(shipped)];
  if (expectedCrcs.size > 0 && crcs.size === 0)
    problems.push('it has no symbol versions, and the kernel has');
  const anchor = 'module_layout';
  if (expectedCrcs.get(anchor) !== crcs.get(anchor))
    problems.push(
      `its version of ${anchor} is ${hex(crcs.get(anchor))}, the kernel’s ${hex(expectedCrcs.get(anchor))}`,
    );
  const missing = [...crcs].filter(([, crc]) => crc === 0).map(([symbol]) => symbol);
  if (missing.length > 0) problems.push(`symbols without a version: ${missing.join(', ')}`);
  return problems;
}

/** CRC by imported symbol (struct modversion_info: 8 bytes of CRC and 56 of name). */
function versionsOf(ko: Buffer): Map<string, number> {
  const section = elfSection(ko, '__versions') ?? Buffer.alloc(0);
  const versions = new Map<string, number>();
  for (let at = 0; at + 64 <= section.length; at += 64) {
    const name = section.toString('latin1', at + 8, at + 64);
    versions.set(name.slice(0, name.indexOf('\0')), section.readUInt32LE(at));
  }
  return versions;
}

function hex(crc: number | undefined): string {
  return crc === undefined ? 'missing' : `0x${crc.toString(16).padStart(8, '0')}`;
}
