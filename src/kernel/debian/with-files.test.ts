// SPDX-License-Identifier: GPL-2.0-only
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratch, testContext } from '../testing/context.ts';
import { FAKE_KERNEL } from '../testing/fake-kernel.ts';
import { cacheFakePackage } from '../testing/fake-source-package.ts';
import { openDebianTree } from './debian-tree.ts';
import { withFiles } from './with-files.ts';

const LAMP = {
  'drivers/lamp/Makefile': 'obj-m += lamp.o\n',
  'drivers/lamp/lamp.c': '/* caf\xe9 */\n',
  'drivers/lamp/dim/dim.h': '',
  'drivers/lamp2/other.c': '',
};

async function prepared() {
  const context = await testContext();
  await cacheFakePackage(context.cache, { files: { ...FAKE_KERNEL, ...LAMP } });
  return { context, tree: await openDebianTree('9.9', context) };
}

test('a folder that a Debian tree does not keep is there whole, once it is asked for', async () => {
  const { context, tree } = await prepared();
  expect(await tree.list('drivers/lamp')).toEqual([]);
  const more = await withFiles(tree, ['drivers/lamp', 'drivers/lamp/none.c'], context);
  expect(await more.list('drivers/lamp')).toEqual([
    'drivers/lamp/Makefile',
    'drivers/lamp/dim/dim.h',
    'drivers/lamp/lamp.c',
  ]);
  expect(await more.read('drivers/lamp/Makefile')).toBe('obj-m += lamp.o\n');
  expect(await more.read('drivers/lamp2/other.c')).toBeUndefined();
  expect(await more.read('MAINTAINERS')).toBe(await tree.read('MAINTAINERS'));
  const into = await scratch();
  await more.export(['drivers/lamp', 'MAINTAINERS'], into);
  expect(await readFile(join(into, 'drivers/lamp/lamp.c'))).toEqual(
    Buffer.from(LAMP['drivers/lamp/lamp.c'], 'latin1'),
  );
});

test('files are taken from the package once, and are there without it', async () => {
  const { context, tree } = await prepared();
  await withFiles(tree, ['drivers/lamp'], context);
  await rm(context.cache.path('debs'), { recursive: true });
  const said = context.said.length;
  const more = await withFiles(tree, ['drivers/lamp'], context);
  expect(await more.read('drivers/lamp/lamp.c')).toBe('/* caf\xe9 */\n');
  expect(context.said.slice(said)).toEqual([]);
});

test('a tree that keeps all that is asked for is the same', async () => {
  const { context, tree } = await prepared();
  expect(await withFiles(tree, ['MAINTAINERS', 'drivers/vfio/pci', 'a*b', '../x'], context)).toBe(tree);
});
