// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { vfio } from '../../../subsystems/vfio/index.ts';
import { buildScope, type ScopeKernel } from './build-scope.ts';

/** A tree of these texts. */
function treeOf(texts: Record<string, string>) {
  return {
    read: async (path: string) => texts[path],
    list: async (folder: string) => Object.keys(texts).filter((path) => path.startsWith(`${folder}/`)),
  };
}

function kernelWith(headers: ScopeKernel['swapHeaders'], ...modules: [name: string, folder: string][]) {
  const shipped = modules.map(([name, folder]) => ({ name, folder, path: `${name}.ko` }));
  return { shipped, swapHeaders: headers, architecture: 'x86_64' } as const;
}

const VFIO = kernelWith(
  vfio.modules.headers ?? {},
  ['vfio_pci_core', 'drivers/vfio/pci'],
  ['vfio_pci', 'drivers/vfio/pci'],
);
const TREE = treeOf({
  'drivers/vfio/pci/Makefile': `vfio-pci-core-y := vfio_pci_core.o \\
	vfio_pci_rdwr.o
vfio-pci-core-$(CONFIG_S390) += vfio_pci_zdev.o
obj-$(CONFIG_VFIO_PCI_CORE) += vfio-pci-core.o
vfio-pci-y := vfio_pci.o
obj-$(CONFIG_VFIO_PCI) += vfio-pci.o
obj-$(CONFIG_MLX5_VFIO_PCI)           += mlx5/
`,
  'include/linux/vfio.h': '',
  'include/linux/pci.h': '',
});

test.each([
  ['drivers/vfio/pci/vfio_pci_core.c', 'built'],
  ['drivers/vfio/pci/vfio_pci_zdev.c', 'built'],
  ['drivers/vfio/pci/vfio_pci_new.c', 'built'],
  ['drivers/vfio/pci/vfio_pci_priv.h', 'built'],
  ['drivers/vfio/pci/Makefile', 'built'],
  ['include/linux/vfio_pci_core.h', 'built'],
  ['include/uapi/linux/vfio.h', 'built'],
  ['drivers/vfio/pci/mlx5/main.c', 'beside'],
  ['drivers/vfio/pci/Kconfig', 'beside'],
  ['Documentation/driver-api/vfio.rst', 'beside'],
  ['tools/testing/selftests/vfio/Makefile', 'beside'],
  ['MAINTAINERS', 'beside'],
  ['include/linux/vfio.h', 'beyond'],
  ['include/linux/pci.h', 'beyond'],
  ['drivers/vfio/vfio_main.c', 'beyond'],
  ['drivers/pci/msi/msi.c', 'beyond'],
  ['arch/x86/pci/common.c', 'beyond'],
  ['arch/powerpc/kernel/iommu.c', 'beside'],
])('%s is %s', async (path, scope) => {
  expect(await buildScope(path, VFIO, TREE)).toBe(scope);
});

test('a new header is nobody else’s', async () => {
  expect(await buildScope('include/linux/vfio_msix.h', VFIO, TREE)).toBe('built');
});

const BLOCK = treeOf({
  'drivers/block/Makefile': `obj-$(CONFIG_BLK_DEV_FD)	+= floppy.o
obj-$(CONFIG_BLK_DEV_LOOP)	+= loop.o
obj-$(CONFIG_BLK_DEV_UBLK)	+= ublk_drv.o
obj-$(CONFIG_XEN_BLKDEV_FRONTEND) += xen-blkfront.o
obj-$(CONFIG_LAMP) += lamp.o
lamp-objs := lamp_main.o dim/dim.o
obj-$(CONFIG_ZRAM) += zram/
`,
  'drivers/block/loop.c': '#include "loop.h"\n',
  'drivers/block/floppy.c': '#include "common.h"\n',
  'drivers/block/lamp_main.c': '#include "common.h"\n#include "dim/dim.h"\n',
});

test.each([
  ['drivers/block/floppy.c', 'built'],
  ['drivers/block/loop.c', 'beyond'],
  ['drivers/block/loop.h', 'beyond'],
  ['drivers/block/common.h', 'built'],
  ['drivers/block/lamp_main.c', 'beyond'],
  ['drivers/block/dim/dim.h', 'beyond'],
  ['drivers/block/zram/zram_drv.c', 'beside'],
  ['drivers/cdrom/cdrom.c', 'beyond'],
])('in a folder of many modules, of which floppy is replaced, %s is %s', async (path, scope) => {
  expect(await buildScope(path, kernelWith({}, ['floppy', 'drivers/block']), BLOCK)).toBe(scope);
});

test('a module of objects in folders below has those', async () => {
  const lamp = kernelWith({}, ['lamp', 'drivers/block']);
  expect(await buildScope('drivers/block/dim/dim.c', lamp, BLOCK)).toBe('built');
  expect(await buildScope('drivers/block/dim/dim.h', lamp, BLOCK)).toBe('built');
  expect(await buildScope('drivers/block/floppy.c', lamp, BLOCK)).toBe('beyond');
});
