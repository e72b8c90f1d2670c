// SPDX-License-Identifier: GPL-2.0-only
// VFIO without an IOMMU, for a machine that has none (vfio.enable_unsafe_noiommu_mode=1 taints the kernel).

export default ['VFIO_NOIOMMU=y'] as const;
