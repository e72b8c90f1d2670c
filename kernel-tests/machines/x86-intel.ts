// SPDX-License-Identifier: GPL-2.0-only
import type { MachineFile } from '../../src/guest/machine.ts';

export default {
  id: 'x86-intel',
  title: 'x86-64 PC with an Intel IOMMU that remaps interrupts',
  architecture: 'x86_64',
  qemu: { binary: 'qemu-system-x86_64', package: 'qemu-system-x86' },
  pageSize: 4096,
  traits: { isolatesMsi: true },
  accelerators: {
    // Linux >= 6.12 uses cmpxchg16b where the CPU has it, and the TCG of QEMU < 8 executes it wrongly:
    // half of the boots die. Without the CPUID bit the kernel takes its other path.
    tcg: ['-machine', 'q35,accel=tcg', '-cpu', 'qemu64,cx16=off'],
    // QEMU refuses to remap interrupts while KVM has the whole interrupt controller.
    kvm: ['-machine', 'q35,accel=kvm,kernel-irqchip=split', '-cpu', 'host'],
  },
  base: [
    // Before every other device: QEMU puts only the devices behind it that come later.
    ...['-device', 'intel-iommu,intremap=on'],
    // The smallest firmware that can enter an uncompressed kernel (CONFIG_PVH); a bzImage would be
    // unpacked by the emulated CPU, which takes longer than the whole boot.
    ...['-bios', 'qboot.rom'],
    ...['-smp', '1', '-m', '512'],
    ...['-nodefaults', '-net', 'none', '-no-reboot', '-display', 'none'],
  ],
  kernelArguments: [
    'intel_iommu=on',
    'console=ttyS0',
    // On a busy host the emulated timer loses the race that the boot's test of it sets up, and the kernel
    // panics ("timer doesn't work through Interrupt-remapped IO-APIC").
    'no_timer_check',
    // Reboot at once after a panic, which ends QEMU (-no-reboot).
    'panic=-1',
    // Up to KERN_NOTICE: `quiet` would keep WARN() and lockdep, and the markers of init, off the console.
    'loglevel=6',
    // Time stamps tell the kernel's lines from a program's.
    'printk.time=1',
    // No rate limit for /dev/kmsg, where init writes its markers.
    'printk.devkmsg=on',
    'sysctl.kernel.hung_task_timeout_secs=30',
  ],
  devices: [
    { role: 'e1000e', device: 'e1000e,romfile=', address: '04.0' },
    {
      role: 'nvme',
      device: 'nvme,drive=d0,serial=kpw',
      address: '05.0',
      backend: ['-drive', 'if=none,id=d0,file=null-co://,format=raw'],
    },
    { role: 'plain', device: 'edu', address: '06.0' },
  ],
  configs: [
    ...['BLK_DEV_INITRD', 'BINFMT_ELF', 'DEVTMPFS', 'PRINTK_TIME', 'PVH'],
    ...['SERIAL_8250', 'SERIAL_8250_CONSOLE', 'PCI', 'PCI_MSI'],
    ...['IOMMU_SUPPORT', 'INTEL_IOMMU', 'IRQ_REMAP', 'VFIO', 'VFIO_IOMMU_TYPE1', 'VFIO_PCI'],
  ],
} satisfies MachineFile;
