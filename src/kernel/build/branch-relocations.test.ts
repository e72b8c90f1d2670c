// SPDX-License-Identifier: GPL-2.0-only
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { scratch } from '../testing/context.ts';
import { loadsPlt32, withoutPlt32 } from './branch-relocations.ts';

test('branches of an object get the relocation that old kernels know, and nothing else is changed', async () => {
  const folder = await scratch();
  const object = join(folder, 'lamp.o');
  await writeFile(
    join(folder, 'lamp.c'),
    'extern int dim(void *);\nint x;\nint lamp(void) { return dim(&x); }\n',
  );
  await execa('gcc', ['-O1', '-fno-pic', '-mcmodel=kernel', '-c', '-o', object, join(folder, 'lamp.c')]);
  const types = async () => {
    const { stdout } = await execa('readelf', ['-Wr', object]);
    return stdout.match(/R_X86_64_\w+/g);
  };
  const before = await types();
  const bytes = await readFile(object);
  expect(withoutPlt32(bytes)).toBe(1);
  await writeFile(object, bytes);
  expect(before).toContain('R_X86_64_PLT32');
  expect(await types()).toEqual(before?.map((one) => one.replace('PLT32', 'PC32')));
  expect(withoutPlt32(bytes)).toBe(0);
});

test('what is no ELF file is left alone', () => {
  expect(withoutPlt32(Buffer.from('lamp'))).toBe(0);
});

test("a kernel's own loader says which relocations it knows", () => {
  expect([
    loadsPlt32('case R_X86_64_PC32:\n\tcase R_X86_64_PLT32:'),
    loadsPlt32('case R_X86_64_PC32:'),
  ]).toEqual([true, false]);
});
