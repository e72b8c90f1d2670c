// SPDX-License-Identifier: GPL-2.0-only
import type { MachineFile } from '../../src/guest/machine.ts';
import { DEVICES, UNPLUGGABLE, WITH_FUNCTIONS } from './devices.ts';
import { KERNEL_ARGUMENTS } from './kernel-arguments.ts';

/**
 * A q35 PC; its IOMMU and what follows from it are the caller's.
 *
 * @param iommu QEMU's -device for it; none without
 * @param machine further properties of -machine
 */
export function pc(iommu?: string, machine = '') {
  return {
    architecture: 'x86_64',
    qemu: { binary: 'qemu-system-x86_64', package: 'qemu-system-x86' },
    pageSize: 4096,
    accelerators: {
      // Linux >= 6.12 uses cmpxchg16b where the CPU has it, and the TCG of QEMU < 8 executes it wrongly:
      // half of the boots die. Without the CPUID bit the kernel takes its other path.
      tcg: ['-machine', `q35,accel=tcg${machine}`, '-cpu', 'qemu64,cx16=off'],
      // QEMU refuses to remap interrupts while KVM has the whole interrupt controller.
      kvm: ['-machine', `q35,accel=kvm,kernel-irqchip=split${machine}`, '-cpu', 'host'],
    },
    base: [
      // Before every other device: QEMU puts only the devices behind it that come later.
      ...(iommu ? ['-device', iommu] : []),
      // The smallest firmware that can enter an uncompressed kernel (CONFIG_PVH, v5.0); a bzImage, which it enters as
      // well, is unpacked by the emulated CPU, and that takes longer than the whole boot.
      ...['-bios', 'qboot.rom'],
      ...['-m', '512'],
      ...['-nodefaults', '-net', 'none', '-no-reboot', '-display', 'none'],
    ],
    results: { tty: '/dev/ttyS1' },
    kernelArguments: [
      'console=ttyS0',
      // On a busy host the emulated timer loses the race that the boot's test of it sets up, and the kernel
      // panics ("timer doesn't work through Interrupt-remapped IO-APIC").
      'no_timer_check',
      // Which memory type is asked for and which is given stands in the kernel's log (arch/x86/mm/pat/memtype.c).
      'debugpat',
      ...KERNEL_ARGUMENTS,
    ],
    devices: [...DEVICES, ...WITH_FUNCTIONS, ...UNPLUGGABLE],
    configs: [
      ...['BLK_DEV_INITRD', 'BINFMT_ELF', 'DEVTMPFS', 'PRINTK_TIME'],
      ...['SERIAL_8250', 'SERIAL_8250_CONSOLE', 'PCI', 'PCI_MSI'],
    ],
  } satisfies Partial<MachineFile>;
}
