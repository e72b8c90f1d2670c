// SPDX-License-Identifier: GPL-2.0-only
import type { MachineFile } from '../../src/guest/machine.ts';
import { virt } from '../parts/virt.ts';

const machine = virt();

export default {
  id: 'arm64-4k',
  title: 'arm64 virtual machine, SMMUv3 and GICv3 ITS, pages of 4K',
  ...machine,
  pageSize: 4096,
  kernel: { prebuilt: ['cloud-arm64', 'arm64'], source: ['arm64-4k'] },
  configs: [...machine.configs, 'ARM64_4K_PAGES'],
} satisfies MachineFile;
