// SPDX-License-Identifier: GPL-2.0-only

import { pc } from '../../../kernel-tests/parts/pc.ts';
import type { MachineFile } from '../../../src/guest/machine.ts';

const machine = pc();

export default {
  id: 'x86-noiommu',
  title: 'x86-64 PC without an IOMMU, vfio in its unsafe mode for such',
  ...machine,
  traits: { isolatesMsi: false, foreignMsi: 'passed', iommu: 'noiommu' },
  parameters: [{ module: 'vfio', options: 'enable_unsafe_noiommu_mode=1' }],
  // No distribution's kernel has VFIO_NOIOMMU.
  kernel: { source: ['x86-64', 'noiommu'] },
  configs: [...machine.configs, 'VFIO_NOIOMMU'],
} satisfies MachineFile;
