// SPDX-License-Identifier: GPL-2.0-only
import type { Context } from '../../../src/context.ts';
import type { MadeSuite, SuiteRequest } from '../../../src/evidence/suites/made.ts';
import { TreeUnsuitable } from '../../../src/kernel/failures.ts';
import { dpdk as build } from './build/dpdk.ts';

/**
 * Network cards that DPDK has drivers for. Not virtio: QEMU's goes past the IOMMU where it is not told otherwise, and
 * DPDK has nothing but the IOMMU's addresses in a guest without huge pages.
 */
const ROLES = ['e1000e', 'igb', 'vmxnet3'];

/** @throws TreeUnsuitable without an IOMMU; as build/dpdk.ts */
export default async function dpdk({ machine, folder }: SuiteRequest, context: Context): Promise<MadeSuite> {
  if (machine.traits.iommu === 'noiommu')
    throw new TreeUnsuitable({
      title: 'without an IOMMU DPDK needs physical addresses, which it only has of huge pages',
      where: `machine ${machine.id}`,
      hint: 'Choose a machine with an IOMMU, or leave the suite out.',
    });
  const { version, programs, cpu } = await build(folder, machine.architecture, context);
  return { source: `libdpdk-dev ${version}`, roles: ROLES, programs, cpu, configs: ['dpdk'] };
}
