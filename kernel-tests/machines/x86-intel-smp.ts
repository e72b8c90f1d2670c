// SPDX-License-Identifier: GPL-2.0-only
import type { MachineFile } from '../../src/guest/machine.ts';
import intel from './x86-intel.ts';

export default {
  ...intel,
  id: 'x86-intel-smp',
  title: 'x86-64 PC with an Intel IOMMU that remaps interrupts, two CPUs: for races',
  cpus: 2,
} satisfies MachineFile;
