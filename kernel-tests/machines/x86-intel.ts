// SPDX-License-Identifier: GPL-2.0-only
import type { MachineFile } from '../../src/guest/machine.ts';
import { pc } from '../parts/pc.ts';

const machine = pc('intel-iommu,intremap=on');

export default {
  id: 'x86-intel',
  title: 'x86-64 PC with an Intel IOMMU that remaps interrupts',
  ...machine,
  // QEMU's passes MSIs in the compatibility format even where remapping is on; hardware would not.
  traits: { isolatesMsi: true, foreignMsi: 'not-emulated', iommu: 'type1' },
  kernelArguments: ['intel_iommu=on', ...machine.kernelArguments],
  kernel: { prebuilt: ['cloud-amd64'], source: ['x86-64'] },
  configs: [...machine.configs, 'IOMMU_SUPPORT', 'INTEL_IOMMU', 'IRQ_REMAP', 'VFIO_IOMMU_TYPE1'],
} satisfies MachineFile;
