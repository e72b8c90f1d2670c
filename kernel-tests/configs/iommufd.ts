// SPDX-License-Identifier: GPL-2.0-only
// The character devices of single VFIO devices, and the IOMMU API behind them (Linux 6.6 and later). As a module it must
// be loaded before vfio.ko, which links to it.

export default [
  'IOMMUFD=m',
  'VFIO_DEVICE_CDEV=y',
  // Groups and containers, which iommufd takes the place of where nobody asks for them.
  'VFIO_GROUP=y',
  'VFIO_CONTAINER=y',
] as const;
