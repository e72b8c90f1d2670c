// SPDX-License-Identifier: GPL-2.0-only
import type { Topic } from '../../src/series/topic.ts';
import { vfio } from '../../subsystems/vfio/index.ts';
import { type Contract, lines, MAPPABLE, RESTRICTED } from './contract.ts';
import { type Layout, layout, READS } from './layout/index.ts';
import { page } from './page/index.ts';
import { prerequisite } from './prerequisite.ts';
import { rows } from './rows.ts';
import { selftest } from './selftest.ts';
import { iommuGroupFlag } from './variants/iommu-group-flag.ts';
import { newCapability } from './variants/new-capability.ts';
import { optInIoctl } from './variants/opt-in-ioctl.ts';
import { pciBusFlag } from './variants/pci-bus-flag.ts';
import { regionFlag } from './variants/region-flag.ts';
import { unconditionalRemoval } from './variants/unconditional-removal.ts';

export const msixMmap: Topic<Layout, Contract> = {
  id: 'msix-mmap',
  title: 'May userspace mmap the PCI BAR that holds the MSI-X table?',
  question: `With 64K pages, the page around the MSI-X table of a PCI device swallows device registers, and
every access to them goes through read and write calls. How should userspace be allowed to mmap that page?`,
  subject: 'vfio/pci: Let userspace map the MSI-X table',
  thread: '20171122040932.970-1-aik@ozlabs.ru',
  commenters: [
    { name: 'Alexey Kardashevskiy', address: 'aik@ozlabs.ru', part: 'wrote the RFC' },
    { name: 'Alex Williamson', part: 'commented on the RFC' },
    { name: 'David Gibson', address: 'david@gibson.dropbear.id.au', part: 'commented on the RFC' },
    { name: 'Konrad Rzeszutek Wilk', address: 'konrad.wilk@oracle.com', part: 'commented on the RFC' },
  ],
  tests: 'msix-mmap',
  triedOn: {
    ...Object.fromEntries(
      ['answers', 'bus', 'caller', 'config', 'copies', 'resource', 'taken', 'ways'].map((name) => [
        `vfio_pci_msix_mmap_${name}_test`,
        ['x86-intel', 'x86-intel-smp', 'x86-intel-noremap', 'x86-amd', 'arm64-4k', 'ppc64-64k'],
      ]),
    ),
    // On pseries QEMU's e1000e stays silent once vectors were armed again and again (also interrupt_test knows of it).
    vfio_pci_msix_mmap_kept_test: ['x86-intel', 'x86-intel-smp', 'x86-intel-noremap', 'x86-amd', 'arm64-4k'],
  },
  // What the other programs look at no design is to change.
  quick: ['test', 'old_test', 'new_test', 'optin_test', 'today_test'].map(
    (name) => `vfio_pci_msix_mmap_${name}`,
  ),
  reads: READS,
  subsystem: vfio,
  layout,
  files: (at) => ({ driver: at.driver, device: at.device.path, uapi: at.uapi.path }),
  prerequisite,
  variants: [optInIoctl, regionFlag, newCapability, unconditionalRemoval, iommuGroupFlag, pciBusFlag],
  selftest: (at, variant, parameters, contract) =>
    selftest(at, contract, variant.client?.(parameters) ?? {}, variant.title),
  baseline: (at) => (at.mmap.present ? RESTRICTED : MAPPABLE),
  restored: () => RESTRICTED,
  rows,
  page,
  lines,
};
