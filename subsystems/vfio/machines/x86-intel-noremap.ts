// SPDX-License-Identifier: GPL-2.0-only

import { pc } from '../../../kernel-tests/parts/pc.ts';
import type { MachineFile } from '../../../src/guest/machine.ts';

const machine = pc('intel-iommu,intremap=off');

export default {
  id: 'x86-intel-noremap',
  title: 'x86-64 PC with an Intel IOMMU that does not remap interrupts',
  ...machine,
  traits: { isolatesMsi: false, foreignMsi: 'passed', iommu: 'type1' },
  kernelArguments: ['intel_iommu=on', ...machine.kernelArguments],
  // Without it type1 refuses every group whose interrupts are not remapped.
  parameters: [{ module: 'vfio_iommu_type1', options: 'allow_unsafe_interrupts=1' }],
  kernel: { prebuilt: ['cloud-amd64'], source: ['x86-64'] },
  configs: [...machine.configs, 'IOMMU_SUPPORT', 'INTEL_IOMMU', 'VFIO_IOMMU_TYPE1'],
} satisfies MachineFile;
