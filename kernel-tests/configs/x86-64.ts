// SPDX-License-Identifier: GPL-2.0-only
// q35 with an Intel or an AMD IOMMU, entered by PVH where the kernel can be (v5.0).

export default [
  '64BIT=y',
  // The emulated CPU would unpack a bzImage for longer than the whole boot takes.
  'HYPERVISOR_GUEST=y',
  'PVH?=y',
  'KERNEL_LZ4=y',
  'SERIAL_8250=y',
  'SERIAL_8250_CONSOLE=y',
  'EARLY_PRINTK=y',
  // Both IOMMUs are found by tables of ACPI: DMAR and IVRS.
  'ACPI=y',
  'INTEL_IOMMU=y',
  'AMD_IOMMU=y',
  'IRQ_REMAP=y',
  // q35 unplugs by ACPI, not by the port's own registers.
  'HOTPLUG_PCI_ACPI=y',
  'X86_X2APIC=y',
  'VFIO_IOMMU_TYPE1=m',
  // ORC's tables take a pass of objtool over every object; a trace is good enough without. (v4.15; before, none is made.)
  'UNWINDER_GUESS?=y',
] as const;
