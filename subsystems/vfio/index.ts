// SPDX-License-Identifier: GPL-2.0-only
import type { Subsystem } from '../../src/subsystem.ts';

/** Userspace drivers of PCI devices: vfio-pci, with an IOMMU or without. */
export const vfio: Subsystem = {
  id: 'vfio',
  title: 'VFIO of PCI devices',
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
};
