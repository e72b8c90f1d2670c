// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { scopeOf } from './build-scope.ts';

test.each([
  ['drivers/vfio/pci/vfio_pci_core.c', 'built'],
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
])('%s is %s', (path, scope) => {
  expect(scopeOf(path, { swappedFolder: 'drivers/vfio/pci', architecture: 'x86_64' }, false)).toBe(scope);
});

test('a new header is nobody else’s', () => {
  expect(
    scopeOf('include/linux/vfio_msix.h', { swappedFolder: 'drivers/vfio/pci', architecture: 'x86_64' }, true),
  ).toBe('built');
});
