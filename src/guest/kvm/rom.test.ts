// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { assembly, bytes, LISTINGS, type Probed, rom } from './rom.ts';

const TOOLS: readonly [Probed, prefix: string, base: string][] = [
  ['x86_64', '', '0x8000'],
  ['aarch64', 'aarch64-linux-gnu-', '0x0'],
];

function there(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

// The tools of a host are those of its own architecture.
for (const [architecture, prefix, base] of TOOLS)
  test.skipIf(!there(`${prefix}objcopy`) || (prefix === '' && process.arch !== 'x64'))(
    `the bytes of ${architecture} are what the assembler makes of the text beside them`,
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'kpw-rom-'));
      const file = (name: string) => join(folder, name);
      try {
        writeFileSync(file('rom.s'), assembly(LISTINGS[architecture]));
        execFileSync(`${prefix}as`, ['-o', file('rom.o'), file('rom.s')]);
        execFileSync(`${prefix}ld`, [`-Ttext=${base}`, '-e', base, '-o', file('rom.elf'), file('rom.o')]);
        execFileSync(`${prefix}objcopy`, [
          ...['-O', 'binary', '-j', '.text', file('rom.elf'), file('rom.bin')],
        ]);
        expect(bytes(LISTINGS[architecture]).toString('hex')).toBe(
          readFileSync(file('rom.bin')).toString('hex'),
        );
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );

test('the program of x86 ends before the reset vector, and that jumps to it', () => {
  expect(bytes(LISTINGS.x86_64).length).toBeLessThan(0xff0);
  const image = rom('x86_64');
  expect(image.length).toBe(0x10000);
  expect(0xfff3 + image.readInt16LE(0xfff1)).toBe(0xf000);
});
