// SPDX-License-Identifier: GPL-2.0-only

/** What every guest's kernel is told; the console's name comes with the machine. */
export const KERNEL_ARGUMENTS: readonly string[] = [
  // Reboot at once after a panic, which ends QEMU (-no-reboot).
  'panic=-1',
  // Up to KERN_NOTICE: `quiet` would keep WARN() and lockdep, and the markers of init, off the console.
  'loglevel=6',
  // Time stamps tell the kernel's lines from a program's.
  'printk.time=1',
  // No rate limit for /dev/kmsg, where init writes its markers.
  'printk.devkmsg=on',
  // Tests look at a BAR through sysfs while vfio has it, which is how they see what vfio let through.
  'iomem=relaxed',
  'sysctl.kernel.hung_task_timeout_secs=30',
  // What a distribution's kernel has built in and turned off: freed memory is filled and looked at before it is given
  // out again (SLUB's F, Z and P), so that a use after free, a double free and a write past the end become a report.
  // Of what drivers allocate alone: in all caches it takes a third of a guest's time, most of it for fork() and ACPI.
  // What is zeroed as it is given out would hide a read of it. Kernels without it take no notice.
  'slub_debug=FZP,kmalloc-*,filp,pid,vm_area_struct',
  'init_on_alloc=0',
  // From 5.12 on, where the kernel leaves it open: it may be interrupted anywhere, so that one CPU is enough for a race.
  'preempt=full',
];
