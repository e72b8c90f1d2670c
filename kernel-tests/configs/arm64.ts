// SPDX-License-Identifier: GPL-2.0-only
// QEMU's virt with SMMUv3 and a GICv3 with an ITS, described by a device tree.

export default [
  'ARM64_VA_BITS_48=y',
  'ARM_GIC_V3_ITS=y',
  'ARM_SMMU_V3=y',
  'PCI_HOST_GENERIC=y',
  'SERIAL_AMBA_PL011=y',
  'SERIAL_AMBA_PL011_CONSOLE=y',
  // The second channel, a UART behind PCI: virt has one PL011.
  'SERIAL_8250=y',
  'SERIAL_8250_PCI=y',
  'VFIO_IOMMU_TYPE1=m',
] as const;
