// SPDX-License-Identifier: GPL-2.0-only
// pseries with 64K pages: PAPR, the platform that the RFC of 2017 was written for.

export default [
  'PPC64=y',
  'PPC_BOOK3S_64=y',
  'CPU_LITTLE_ENDIAN=y',
  'PPC_PSERIES=y',
  'PPC_POWERNV=n',
  'PPC_64K_PAGES=y',
  // The hypervisor's terminals are the only serial ports there are.
  'HVC_CONSOLE=y',
  // The IOMMU is in the hypervisor: TCE tables, that a container of VFIO's sPAPR kind maps.
  'SPAPR_TCE_IOMMU=y',
  'VFIO_IOMMU_SPAPR_TCE=m',
] as const;
