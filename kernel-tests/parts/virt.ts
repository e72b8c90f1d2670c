// SPDX-License-Identifier: GPL-2.0-only
import type { MachineFile } from '../../src/guest/machine.ts';
import { DEVICES, UNPLUGGABLE, WITH_FUNCTIONS } from './devices.ts';
import { KERNEL_ARGUMENTS } from './kernel-arguments.ts';

/** arm64's virt machine with an SMMUv3, and a GICv3 whose ITS tells the devices' interrupts apart. */
export function virt() {
  return {
    architecture: 'aarch64',
    qemu: { binary: 'qemu-system-aarch64', package: 'qemu-system-arm' },
    // QEMU sends an MSI through the ITS with the number of the device that wrote it, whatever it wrote.
    traits: { isolatesMsi: true, foreignMsi: 'blocked', iommu: 'type1' },
    accelerators: {
      // Without pauth-impdef half of the time goes into emulating pointer authentication's cipher.
      tcg: ['-machine', 'virt,accel=tcg,iommu=smmuv3,gic-version=3', '-cpu', 'max,pauth-impdef=on'],
      // Not gic-version=host: a host with a GICv2 would give a machine without ITS, which is another one.
      kvm: ['-machine', 'virt,accel=kvm,iommu=smmuv3,gic-version=3', '-cpu', 'host'],
    },
    base: [...['-m', '512'], ...['-nodefaults', '-net', 'none', '-no-reboot', '-display', 'none']],
    // The machine has one PL011 in the normal world; the second channel is a PCI device.
    results: { tty: '/dev/ttyS0', device: 'pci-serial,chardev=results,bus=pcie.0,addr=1e.0' },
    kernelArguments: [
      'console=ttyAMA0',
      // With a device tree the IOMMU asks for ACS when the ports have been set up without (drivers/iommu/of_iommu.c):
      // a device behind one shares its group, and the port's own interrupts end with the group's domain. From 6.11 on.
      'pci=config_acs=xx111x1@pci:1b36:000c',
      ...KERNEL_ARGUMENTS,
    ],
    devices: [...DEVICES, ...WITH_FUNCTIONS, ...UNPLUGGABLE],
    configs: [
      ...['BLK_DEV_INITRD', 'BINFMT_ELF', 'DEVTMPFS', 'PRINTK_TIME', 'PCI', 'PCI_MSI', 'PCI_HOST_GENERIC'],
      ...['SERIAL_AMBA_PL011', 'SERIAL_AMBA_PL011_CONSOLE', 'SERIAL_8250', 'SERIAL_8250_PCI'],
      ...['ARM_GIC_V3', 'ARM_GIC_V3_ITS', 'ARM_SMMU_V3', 'VFIO_IOMMU_TYPE1'],
    ],
  } satisfies Partial<MachineFile>;
}
