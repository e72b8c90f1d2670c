// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { directoryTree } from './directory-tree.ts';
import { TreeUnsuitable } from './failures.ts';
import { scratch } from './testing/context.ts';
import { FAKE_KERNEL, writeFiles } from './testing/fake-kernel.ts';

async function open(folder: string) {
  return directoryTree({ spec: folder, label: 'linux', base: { kind: 'directory', path: folder } }, folder);
}

async function fakeKernel(): Promise<string> {
  const folder = await scratch();
  await writeFiles(folder, FAKE_KERNEL);
  return folder;
}

test('a file is text in which a character is a byte, and is read once', async () => {
  const folder = await fakeKernel();
  const tree = await open(folder);
  expect(await tree.read('drivers/vfio/pci/vfio_pci.c')).toBe('/* caf\xe9 */\n');
  await writeFile(join(folder, 'drivers/vfio/pci/vfio_pci.c'), 'changed');
  expect(await tree.read('drivers/vfio/pci/vfio_pci.c')).toBe('/* caf\xe9 */\n');
});

test('what is not a file of the tree is undefined', async () => {
  const folder = await fakeKernel();
  const outside = await scratch();
  await writeFile(join(outside, 'secret'), 'secret');
  await symlink(join(outside, 'secret'), join(folder, 'absolute'));
  await symlink(outside, join(folder, 'drivers/outside'));
  await symlink('loop', join(folder, 'loop'));
  await symlink('MAINTAINERS', join(folder, 'inside'));
  const tree = await open(folder);
  const paths = [
    'absolute',
    'drivers/outside/secret',
    'loop',
    '../secret',
    '/etc/hostname',
    'drivers',
    'none',
    '',
  ];
  expect(await Promise.all(paths.map((path) => tree.read(path)))).toEqual(paths.map(() => undefined));
  expect(await tree.read('inside')).toBe('VFIO DRIVER\n');
});

test('a folder’s files are listed sorted, without symlinks and without git’s own', async () => {
  const folder = await fakeKernel();
  await mkdir(join(folder, '.git'));
  await writeFile(join(folder, '.git/HEAD'), '');
  await symlink('Makefile', join(folder, 'drivers/link'));
  const tree = await open(folder);
  expect(await tree.list('drivers')).toEqual(['drivers/net/dummy.c', 'drivers/vfio/pci/vfio_pci.c']);
  expect(await tree.list('none')).toEqual([]);
  expect(await tree.list('../')).toEqual([]);
  expect((await tree.list('')).filter((path) => path.startsWith('.git'))).toEqual([]);
});

test('files and folders are exported under their paths, with their modes', async () => {
  const [tree, into] = [await open(await fakeKernel()), await scratch()];
  await tree.export(['Makefile', 'drivers/vfio', 'scripts', 'not/there', '../..'], into);
  expect((await readdir(into, { recursive: true })).sort()).toMatchInlineSnapshot(`
    [
      "Makefile",
      "drivers",
      "drivers/vfio",
      "drivers/vfio/pci",
      "drivers/vfio/pci/vfio_pci.c",
      "scripts",
      "scripts/checkpatch.pl",
    ]
  `);
  expect((await stat(join(into, 'scripts/checkpatch.pl'))).mode & 0o111).not.toBe(0);
  expect(await readFile(join(into, 'drivers/vfio/pci/vfio_pci.c'), 'latin1')).toBe('/* caf\xe9 */\n');
});

test('a folder that is not kernel source is refused, with what was looked for', async () => {
  const folder = await scratch();
  await writeFile(join(folder, 'Makefile'), 'all:\n');
  const error = await open(folder).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(TreeUnsuitable);
  expect((error as TreeUnsuitable).detail).toMatchInlineSnapshot(`
    "Looked for, at the top:
    Makefile: found
    Makefile with VERSION and PATCHLEVEL: missing
    Kbuild: missing"
  `);
});
