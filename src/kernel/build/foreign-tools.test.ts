// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runProgram } from '../run.ts';
import { scratch, testContext } from '../testing/context.ts';
import { wrapTools } from './foreign-tools.ts';

test('a wrapped program runs by the given loader, under its own name, through a symbolic link too', async () => {
  const folder = await scratch();
  for (const name of ['kbuild/scripts/mod', 'headers', 'libraries'])
    await mkdir(join(folder, name), { recursive: true });
  const tool = join(folder, 'kbuild/scripts/mod/modpost');
  await writeFile(tool, 'program');
  await writeFile(join(folder, 'libraries/ld-linux-x86-64.so.2'), '#!/bin/sh\necho "$@"\n', { mode: 0o755 });
  await symlink('../kbuild/scripts', join(folder, 'headers/scripts'));
  await wrapTools([tool], join(folder, 'libraries'));

  const called = 'headers/scripts/mod/modpost';
  const { stdout } = await runProgram(called, ['-o', 'a b'], await testContext(), { cwd: folder });
  expect(stdout).toBe(
    '--argv0 headers/scripts/mod/modpost --library-path headers/scripts/mod/../../../libraries headers/scripts/mod/modpost.elf -o a b\n',
  );
  expect(await readFile(`${tool}.elf`, 'utf8')).toBe('program');
});
