// SPDX-License-Identifier: GPL-2.0-only
// Kernels older than any of the archive: what the test programs are compiled with there.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { testBuilder } from '../src/guest/programs.ts';
import type { Tree } from '../src/kernel/tree.ts';
import { debian, testContext } from './support.ts';

const FOLDER = fileURLToPath(new URL('../kernel-tests/msix-mmap', import.meta.url));
const HEADER = 'include/uapi/linux/vfio.h';

/** The header of v5.10 as it was before v4.17: without the capability, VFIO_DEVICE_IOEVENTFD and VFIO_DEVICE_FEATURE. */
async function oldHeader(tree: Tree): Promise<string> {
  const text = (await tree.read(HEADER)) ?? '';
  const apart = text
    .split(/(?=^\/\*)/m)
    .filter(
      (part) =>
        !/VFIO_DEVICE_(IOEVENTFD|FEATURE)|vfio_device_(ioeventfd|feature)|CAP_MSIX_MAPPABLE/.test(part),
    );
  return apart.join('');
}

test('test programs are built for a kernel whose header and harness lack what came later', async () => {
  const [tree, context] = [await debian('5.10'), testContext()];
  const text = await oldHeader(tree);
  expect(text).toMatch(/^#define VFIO_DEVICE_SET_IRQS/m);
  expect(text).not.toMatch(/^#define VFIO_(DEVICE_FEATURE|DEVICE_IOEVENTFD|REGION_INFO_CAP_MSIX_MAPPABLE)/m);
  const old: Tree = {
    ...tree,
    read: async (path) => (path.startsWith('tools/') ? '#define TEST(name)\n' : tree.read(path)),
    list: (folder) => tree.list(folder),
  };
  const builder = testBuilder(FOLDER, old, new Map([['linux/vfio.h', text]]), 'x86_64', context);
  const names = (await builder.common()).map(({ path }) => path.split('/').at(-1));
  expect(names).toContain('vfio_pci_msix_mmap_test');
  expect(names).toContain('vfio_pci_msix_mmap_old_test');
  expect(join(...names.map((name) => name ?? ''))).not.toContain('new_test');
});
