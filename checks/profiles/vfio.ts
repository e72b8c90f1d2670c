// SPDX-License-Identifier: GPL-2.0-only
import { VFIO_KINDS } from '../lib/driver/spaces.ts';
import type { Profile } from './profile.ts';

/**
 * VFIO's conventions, from include/uapi/linux/vfio.h and the dispatchers. Numbers are reused between kinds of
 * descriptor, since each has a dispatcher of its own; the container's own commands are offered to it before the IOMMU
 * driver sees them (drivers/vfio/container.c), so they compete with every IOMMU driver's.
 */
export const vfio: Profile = {
  name: 'VFIO',
  headers: ['linux/vfio.h', 'linux/vfio_ccw.h', 'linux/vfio_zdev.h'],
  request: {
    form: /^_IO\s*\(\s*VFIO_TYPE\s*,\s*VFIO_BASE\s*\+\s*\d+\s*\)$/,
    spelled: '_IO(VFIO_TYPE, VFIO_BASE + n)',
    documented: /_IOW?R?\s*\(\s*VFIO_TYPE\s*,\s*VFIO_BASE\s*\+\s*(\d+)\s*(?:,\s*([\w\s]+?)\s*)?\)/,
    base: 100,
    limit: 28,
    limitOwner: 'iommufd, which has the same type from 0x80 on',
  },
  kinds: VFIO_KINDS,
  descriptors: [
    {
      id: 'container',
      words: 'on a container',
      names: /^VFIO_(GET_API_VERSION|CHECK_EXTENSION|SET_IOMMU)$/,
      with: ['type1', 'spapr', 'noiommu'],
    },
    {
      id: 'type1',
      words: 'on a container with the type1 IOMMU driver',
      names: /^VFIO_IOMMU_(?!SPAPR_)\w+$/,
    },
    {
      id: 'spapr',
      words: 'on a container with the sPAPR IOMMU driver',
      names: /^VFIO_(IOMMU_((UN)?MAP_DMA|ENABLE|DISABLE|SPAPR_\w+)|EEH_\w+)$/,
    },
    { id: 'noiommu', words: 'on a container without IOMMU', names: /^VFIO_NOIOMMU_\w+$/ },
    { id: 'group', words: 'on a group descriptor', names: /^VFIO_GROUP_\w+$/ },
    { id: 'device', words: 'on a device descriptor', names: /^VFIO_DEVICE_\w+$/ },
    { id: 'migration', words: 'on a migration data descriptor', names: /^VFIO_MIG_\w+$/ },
  ],
  twins: [
    {
      one: 'type1',
      other: 'iommufd',
      names: /^VFIO_IOMMU_/,
      why: 'drivers/iommu/iommufd/vfio_compat.c stands in for a container with type1',
    },
    {
      one: 'container',
      other: 'iommufd',
      names: /^VFIO_/,
      why: 'drivers/iommu/iommufd/vfio_compat.c stands in for a container',
    },
  ],
  first: ['argsz', 'flags'],
  ids: [
    { words: 'the region info capabilities', names: /^VFIO_REGION_INFO_CAP_\w+$/ },
    { words: 'the device info capabilities', names: /^VFIO_DEVICE_INFO_CAP_\w+$/ },
    // DMA_AVAIL is a capability without CAP in its name.
    { words: 'the type1 IOMMU info capabilities', names: /^VFIO_IOMMU_TYPE1_INFO_(CAP_\w+|DMA_AVAIL)$/ },
    { words: 'the device features', names: /^VFIO_DEVICE_FEATURE_\w+$/ },
    {
      words: 'the extensions',
      names: /^__VFIO_RESERVED_\w+$|^VFIO_\w+_IOMMU$/,
      between: ['VFIO_API_VERSION', 'VFIO_TYPE'],
    },
    // The vendor type is a bit that a vendor's id is added to, the mask is that id's.
    { words: 'the region types', names: /^VFIO_REGION_TYPE_(?!PCI_VENDOR_)\w+$/ },
    { words: "the GFX region's subtypes", names: /^VFIO_REGION_SUBTYPE_GFX_\w+$/ },
    { words: "the CCW region's subtypes", names: /^VFIO_REGION_SUBTYPE_CCW_\w+$/ },
    { words: "Intel's region subtypes", names: /^VFIO_REGION_SUBTYPE_INTEL_\w+$/ },
    { words: "NVIDIA's region subtypes", names: /^VFIO_REGION_SUBTYPE_NVIDIA_\w+$/ },
    { words: "IBM's region subtypes", names: /^VFIO_REGION_SUBTYPE_IBM_\w+$/ },
  ],
  retired:
    /DEPRECATED|RESERVED|\bdeprecated\b|\bno longer (provided|supported)\b|\breserved\b|\bretired\b|\bremoved\b/,
  capability: {
    header: 'struct vfio_info_cap_header',
    structs: /_info_(cap_(?!header$)\w+|dma_avail)$/,
    version: /\bversion\s+(?:\*\s*)?(\d+)\s+of\b/,
  },
  indexes: /_(REGION|IRQ)_INDEX$/,
};
