// SPDX-License-Identifier: GPL-2.0-only
import type { MachineFile } from '../../src/guest/machine.ts';
import { DEVICES } from '../parts/devices.ts';
import { KERNEL_ARGUMENTS } from '../parts/kernel-arguments.ts';

export default {
  id: 'ppc64-64k',
  title: 'POWER9 pSeries with a paravirtual IOMMU (SPAPR TCE), pages of 64K: where the thread began',
  architecture: 'ppc64le',
  qemu: { binary: 'qemu-system-ppc64', package: 'qemu-system-ppc' },
  pageSize: 65536,
  // The hypervisor hands out a device's MSIs (RTAS), and takes no other address.
  traits: { isolatesMsi: true, foreignMsi: 'not-emulated', iommu: 'spapr' },
  accelerators: {
    // TCG has none of the mitigations that the first ones would promise. With QEMU's own small firmware (x-vof)
    // the guest is up in half of the time: SLOF looks for something to boot from on every device.
    tcg: [
      ...[
        '-machine',
        'pseries,accel=tcg,cap-cfpc=broken,cap-sbbc=broken,cap-ibs=broken,cap-ccf-assist=off,x-vof=on',
      ],
      ...['-cpu', 'POWER9'],
    ],
  },
  base: [
    ...['-m', '1024'],
    // Any variable has QEMU lay out the NVRAM, which SLOF would do: the kernel warns of one that is empty.
    ...['-prom-env', 'auto-boot?=false'],
    ...['-nodefaults', '-net', 'none', '-no-reboot', '-display', 'none'],
  ],
  bus: 'pci.0',
  // A second -serial is a second virtual terminal.
  results: { tty: '/dev/hvc1' },
  kernelArguments: ['console=hvc0', ...KERNEL_ARGUMENTS],
  devices: DEVICES,
  // Up to 6.1 Debian's only kernel had pages of 64K; later it has 4K, and this one beside it.
  kernel: { prebuilt: ['powerpc64le-64k', 'powerpc64le'], source: ['ppc64-64k'] },
  configs: [
    ...['BLK_DEV_INITRD', 'BINFMT_ELF', 'DEVTMPFS', 'PRINTK_TIME', 'PCI', 'PCI_MSI', 'HVC_CONSOLE'],
    ...['PPC_PSERIES', 'PPC_64K_PAGES', 'VFIO_IOMMU_SPAPR_TCE'],
  ],
} satisfies MachineFile;
