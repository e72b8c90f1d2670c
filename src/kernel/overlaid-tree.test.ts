// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openTree } from './open.ts';
import { overlaidTree } from './overlaid-tree.ts';
import { scratch, testContext } from './testing/context.ts';
import { FAKE_KERNEL, writeFiles } from './testing/fake-kernel.ts';

test('other texts are read, listed and exported in place of the tree’s own', async () => {
  const folder = await scratch();
  await writeFiles(join(folder, 'linux'), FAKE_KERNEL);
  const tree = await openTree(join(folder, 'linux'), await testContext());
  const changed = 'drivers/vfio/pci/vfio_pci.c';
  const added = 'drivers/vfio/pci/new.c';
  const beside = 'drivers/iommu/iommu.c';
  const laid = overlaidTree(
    tree,
    new Map([
      [changed, 'changed \xe9'],
      [added, 'added'],
      [beside, 'beside'],
    ]),
  );
  expect(await Promise.all([changed, added, 'Kbuild', 'none'].map(laid.read))).toEqual([
    'changed \xe9',
    'added',
    FAKE_KERNEL.Kbuild,
    undefined,
  ]);
  expect(await laid.list('drivers/vfio')).toEqual([added, changed]);
  await laid.export(['drivers/vfio/pci', 'Kbuild'], join(folder, 'out'));
  expect(await readFile(join(folder, 'out', changed), 'latin1')).toBe('changed \xe9');
  expect(await readFile(join(folder, 'out', added), 'latin1')).toBe('added');
  await expect(readFile(join(folder, 'out', beside))).rejects.toThrow('ENOENT');
  expect(await tree.read(changed)).toBe(FAKE_KERNEL[changed]);
});
