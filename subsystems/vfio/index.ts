// SPDX-License-Identifier: GPL-2.0-only
import type { Subsystem } from '../../src/subsystem.ts';

/** Userspace drivers of PCI devices: vfio-pci, with an IOMMU or without. */
export const vfio: Subsystem = {
  id: 'vfio',
  title: 'VFIO of PCI devices',
  files: {
    kept: true,
    drivers: ['drivers/vfio', 'drivers/iommu/iommufd'],
    about: [
      'include/linux/vfio*.h',
      'include/linux/iommufd*.h',
      'Documentation/driver-api/vfio*.rst',
      'Documentation/userspace-api/iommufd*.rst',
    ],
    selftests: ['tools/testing/selftests/vfio', 'tools/testing/selftests/iommu'],
    around: [
      'drivers/iommu',
      'Documentation/userspace-api/iommu.rst',
      // Who sets up MSIs, and says whether they are isolated.
      'drivers/pci',
      'drivers/irqchip/irq-gic*',
      'arch/powerpc/kernel',
      'arch/powerpc/platforms/pseries',
      'arch/powerpc/platforms/powernv',
      'kernel/irq',
    ],
  },
  modules: {
    roots: ['vfio_pci'],
    headers: {
      // Its dependents are replaced with it.
      own: ['include/linux/vfio_pci_core.h'],
      // vfio.ko stays.
      shared: ['include/linux/vfio.h'],
      uapi: ['include/uapi/linux/vfio.h'],
    },
  },
  binding: { kind: 'pci', driver: 'vfio-pci', override: true, resets: false },
  // Every test opens and closes a device; that it sleeps in between (10 ms to fall asleep, 10 ms to wake up,
  // by the PCI specification) would be more than half of a cell's time, and is not what is looked at.
  parameters: [{ module: 'vfio_pci', options: 'disable_idle_d3=1' }],
  machines: [
    'x86-intel',
    'x86-intel-noremap',
    'x86-amd',
    'x86-noiommu',
    'arm64-4k',
    'arm64-64k',
    'ppc64-64k',
  ],
  configs: { symbols: ['VFIO', 'VFIO_PCI'] },
  traits: {
    // The kernel says that a device can raise no interrupts but its own.
    isolatesMsi: [true, false],
    // What becomes of an MSI that the kernel did not set up; not-emulated where the hardware would stop it.
    foreignMsi: ['blocked', 'passed', 'not-emulated'],
    iommu: ['type1', 'spapr', 'noiommu'],
  },
  suites: [
    { id: 'kselftest-vfio', title: "the kernel's vfio selftests" },
    { id: 'dpdk', title: "Debian's DPDK" },
  ],
  profile: 'VFIO',
};
