// SPDX-License-Identifier: GPL-2.0-only
import type { MachineFile } from '../../src/guest/machine.ts';
import { pc } from '../parts/pc.ts';

const machine = pc('amd-iommu,intremap=on');

export default {
  id: 'x86-amd',
  title: 'x86-64 PC with an AMD IOMMU that remaps interrupts',
  ...machine,
  traits: { isolatesMsi: true, foreignMsi: 'blocked', iommu: 'type1' },
  // Debian's cloud flavour has no AMD_IOMMU. Linux 6.12 and later use it only where the CPU has cmpxchg16b, which
  // QEMU before 8 executes wrongly (see parts/pc.ts): without that the devices have no IOMMU group, and are refused.
  kernel: { prebuilt: ['amd64'], source: ['x86-64'] },
  configs: [...machine.configs, 'IOMMU_SUPPORT', 'AMD_IOMMU', 'IRQ_REMAP', 'VFIO_IOMMU_TYPE1'],
} satisfies MachineFile;
