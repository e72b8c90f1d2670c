// SPDX-License-Identifier: GPL-2.0-only
import type { MachineFile } from '../../src/guest/machine.ts';

type Devices = NonNullable<MachineFile['devices']>;

const disk = (id: string) => ['-drive', `if=none,id=${id},file=null-co://,format=raw`];

/** A table in every place that QEMU's devices have one, and two controls: many a machine has them all. */
export const DEVICES: Devices = [
  // BAR3 is the table's alone; interrupts without DMA.
  { role: 'e1000e', device: 'e1000e,romfile=', address: '04.0' },
  // The table in the middle of the only BAR (16K).
  { role: 'nvme', device: 'nvme,drive=d0,serial=kpw', address: '05.0', backend: disk('d0') },
  // No MSI-X; a DMA engine that reaches all of 32 bits.
  { role: 'plain', device: 'edu,dma_mask=0xffffffff', address: '06.0' },
  // Registers, doorbells, table and PBA in one page of 64K: what the thread is about.
  {
    role: 'nvme64k',
    device: 'nvme,drive=d1,serial=kpw64k,max_ioqpairs=1000,msix_qsize=2048',
    address: '07.0',
    backend: disk('d1'),
  },
  { role: 'xhci', device: 'qemu-xhci', address: '08.0' },
  // The table fills its BAR: nothing is left to map beside it.
  { role: 'virtio', device: 'virtio-net-pci,romfile=', address: '09.0' },
  { role: 'vmxnet3', device: 'vmxnet3,romfile=', address: '0a.0' },
  { role: 'igb', device: 'igb,romfile=', address: '0b.0', since: '8.0' },
];

/** One that could have virtual functions, on machines whose root bus is PCI Express. */
export const WITH_FUNCTIONS: Devices = [
  {
    role: 'sriov',
    device:
      'nvme,serial=kpwsriov,subsys=subsys0,max_ioqpairs=8,msix_qsize=8,sriov_max_vfs=2,sriov_vq_flexible=4,sriov_vi_flexible=2',
    address: '0c.0',
    backend: ['-device', 'nvme-subsys,id=subsys0'],
    since: '7.1',
  },
];

/** One that may be unplugged, on machines whose root bus has PCIe ports. */
export const UNPLUGGABLE: Devices = [
  { role: 'unplug', device: 'e1000e,romfile=', address: '1c.0', port: true },
];
