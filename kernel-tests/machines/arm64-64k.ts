// SPDX-License-Identifier: GPL-2.0-only
import type { MachineFile } from '../../src/guest/machine.ts';
import { virt } from '../parts/virt.ts';

const machine = virt();

export default {
  id: 'arm64-64k',
  title: 'arm64 virtual machine, SMMUv3 and GICv3 ITS, pages of 64K',
  ...machine,
  pageSize: 65536,
  // Debian ships pages of 4K and 16K.
  kernel: { source: ['arm64-64k'] },
  configs: [...machine.configs, 'ARM64_64K_PAGES'],
} satisfies MachineFile;
