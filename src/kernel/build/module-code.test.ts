// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importedSymbols, moduleCode } from './module-code.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kpw-code-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function object(source: string, ...options: string[]): Buffer {
  const [file, made] = [join(folder, 'lamp.c'), join(folder, 'lamp.o')];
  writeFileSync(file, source);
  execFileSync('gcc', ['-O2', '-c', ...options, '-o', made, file]);
  return readFileSync(made);
}

function compiled(source: string, ...options: string[]): string {
  return moduleCode(object(source, ...options));
}

const SOUND =
  'extern void dim(int), glow(int);\nstatic int level = 3;\nint lamp(int n)\n{\n\tif (n > level)\n\t\tdim(n);\n\treturn level++;\n}\n';

test('the same code in other words, with and without debug information', () => {
  const sound = compiled(SOUND);
  expect(compiled(SOUND.replace('n > level', 'level < n'))).toBe(sound);
  expect(compiled(SOUND, '-g')).toBe(sound);
  // The name of what only this file knows.
  expect(compiled(SOUND.replaceAll('level', 'brightness'))).toBe(sound);
});

test('another instruction, another constant, another callee are another code', () => {
  const sound = compiled(SOUND);
  expect(compiled(SOUND.replace('n > level', 'n >= level'))).not.toBe(sound);
  expect(compiled(SOUND.replace('level = 3', 'level = 4'))).not.toBe(sound);
  expect(compiled(SOUND.replace('dim(n)', 'glow(n)'))).not.toBe(sound);
});

test('what a module takes from elsewhere is known', () => {
  expect([...importedSymbols(object(SOUND))]).toEqual(['dim']);
});

test('what is no module is refused', () => {
  expect(() => moduleCode(Buffer.from('lamp'))).toThrow('not an ELF file');
});
