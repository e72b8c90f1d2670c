// SPDX-License-Identifier: GPL-2.0-only
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testOverlay } from './make.ts';
import { copyMerged } from './merged.ts';
import { guestFilesOf } from './userland.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kpw-userland-'));
  const root = join(folder, 'root');
  for (const path of ['bin', 'lib/x86_64-linux-gnu', 'usr/lib/x86_64-linux-gnu', 'usr/bin'])
    await mkdir(join(root, path), { recursive: true });
  await writeFile(join(root, 'bin/dash'), 'dash');
  await chmod(join(root, 'bin/dash'), 0o755);
  await writeFile(join(root, 'usr/bin/mawk'), 'mawk');
  await writeFile(join(root, 'lib/x86_64-linux-gnu/liblamp.so.1'), 'lamp');
  await symlink('/lib/x86_64-linux-gnu/liblamp.so.1', join(root, 'usr/lib/x86_64-linux-gnu/liblamp.so'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a guest has one /usr, and the names that maintainers’ scripts would have made', async () => {
  const files = await guestFilesOf(join(folder, 'root'));
  const told = files.map(({ path, mode, content }) => {
    const link = typeof content === 'object' && 'link' in content ? ` -> ${content.link}` : '';
    return `${path}${link}${mode === undefined ? '' : ` ${mode.toString(8)}`}`;
  });
  expect(told.sort()).toEqual([
    '/bin -> usr/bin',
    '/lib -> usr/lib',
    '/usr/bin/awk -> mawk',
    '/usr/bin/dash 755',
    '/usr/bin/mawk 644',
    '/usr/bin/sh -> dash',
    '/usr/lib/x86_64-linux-gnu/liblamp.so -> /lib/x86_64-linux-gnu/liblamp.so.1',
    '/usr/lib/x86_64-linux-gnu/liblamp.so.1 644',
  ]);
});

test('in a sysroot, links lead to its own files', async () => {
  const into = join(folder, 'sysroot');
  await copyMerged(join(folder, 'root'), into);
  expect(await readFile(join(into, 'usr/lib/x86_64-linux-gnu/liblamp.so'), 'utf8')).toBe('lamp');
  expect(await readFile(join(into, 'lib/x86_64-linux-gnu/liblamp.so.1'), 'utf8')).toBe('lamp');
});

test('a design builds tests of its own where it changes tests or headers of userspace', () => {
  const texts = new Map([
    ['drivers/lamp/main.c', ''],
    ['include/linux/lamp.h', ''],
    ['include/uapi/linux/lamp.h', ''],
    ['arch/x86/include/uapi/asm/lamp.h', ''],
    ['tools/testing/selftests/lamp/glow.c', ''],
  ]);
  expect([...testOverlay(texts).keys()]).toEqual([
    'include/uapi/linux/lamp.h',
    'arch/x86/include/uapi/asm/lamp.h',
    'tools/testing/selftests/lamp/glow.c',
  ]);
});
