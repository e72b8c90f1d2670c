// SPDX-License-Identifier: GPL-2.0-only
// What every guest needs, on top of allnoconfig (of which tinyconfig is a flavour): init and the test programs, PCI
// with MSI-X, VFIO as modules that a cell replaces. Every symbol that is not here costs compile time on every tree.

export default [
  // Without it half of the symbols below have no prompt and take their defaults.
  'EXPERT=y',
  'CC_OPTIMIZE_FOR_SIZE=y',
  'LOCALVERSION_AUTO=n',
  'SMP=y',
  'NR_CPUS=4',
  'MULTIUSER=y',
  'PRINTK=y',
  // Time stamps tell the kernel's lines from a program's.
  'PRINTK_TIME=y',
  'BUG=y',
  'KALLSYMS=y',
  'HIGH_RES_TIMERS=y',
  'NO_HZ_IDLE=y',

  // A cpio of static programs.
  'BLK_DEV_INITRD=y',
  'BINFMT_ELF=y',
  'BINFMT_SCRIPT=y',
  'DEVTMPFS=y',
  'TTY=y',
  'PROC_FS=y',
  'PROC_SYSCTL=y',
  'SYSFS=y',
  // memfd_create(), by which tests share memory; before v4.18 a part of TMPFS.
  'SHMEM=y',
  'TMPFS=y',
  'MEMFD_CREATE?=y',
  // glibc's start, threads and timers.
  'FUTEX=y',
  'POSIX_TIMERS=y',
  'FILE_LOCKING=y',
  'ADVISE_SYSCALLS=y',
  'MEMBARRIER=y',
  // Interrupts arrive by eventfd, and epoll waits for them.
  'EVENTFD=y',
  'EPOLL=y',

  'MODULES=y',
  'MODULE_UNLOAD=y',

  'PCI=y',
  'PCI_MSI=y',
  // A port for a device that is taken away while it is mapped.
  'PCIEPORTBUS=y',
  'HOTPLUG_PCI=y',
  'HOTPLUG_PCI_PCIE=y',

  'IOMMU_SUPPORT=y',
  'VFIO=m',
  'VFIO_PCI=m',

  // A task that never comes back is a failure of its own (sysctl.kernel.hung_task_timeout_secs).
  'DEBUG_KERNEL=y',
  'DETECT_HUNG_TASK=y',
] as const;
