// SPDX-License-Identifier: GPL-2.0-only

/** A set of names that compete for the same numbers. */
export interface Family {
  /** For messages: `on a device descriptor`. */
  readonly words: string;
  readonly names: RegExp;
}

const HEADER = /(^|\/)include\/uapi\/linux\/vfio\.h$/;

/**
 * vfio.h reuses ioctl numbers between kinds of file descriptor, since each has a dispatcher of its own. The
 * container's own commands are offered to it before the IOMMU driver sees them (drivers/vfio/container.c), so
 * they compete with both drivers; EEH_PE_OP reaches the sPAPR driver alone.
 */
const VFIO_DESCRIPTORS: readonly Family[] = [
  {
    words: 'on a container with the type1 IOMMU driver',
    names: /^VFIO_(GET_API_VERSION|CHECK_EXTENSION|SET_IOMMU|IOMMU_(?!SPAPR_)\w+)$/,
  },
  {
    words: 'on a container with the sPAPR IOMMU driver',
    names:
      /^VFIO_(GET_API_VERSION|CHECK_EXTENSION|SET_IOMMU|IOMMU_((UN)?MAP_DMA|ENABLE|DISABLE|SPAPR_\w+)|EEH_\w+)$/,
  },
  { words: 'on a group descriptor', names: /^VFIO_GROUP_\w+$/ },
  { words: 'on a device descriptor', names: /^VFIO_DEVICE_\w+$/ },
  { words: 'on a migration data descriptor', names: /^VFIO_MIG_\w+$/ },
];

/** Ids that userspace meets in one chain, or indexes of one table. DMA_AVAIL is a capability without CAP in its name. */
const VFIO_IDS: readonly Family[] = [
  { words: 'region info capabilities', names: /^VFIO_REGION_INFO_CAP_\w+$/ },
  { words: 'device info capabilities', names: /^VFIO_DEVICE_INFO_CAP_\w+$/ },
  { words: 'type1 IOMMU info capabilities', names: /^VFIO_IOMMU_TYPE1_INFO_(CAP_\w+|DMA_AVAIL)$/ },
  { words: 'device features', names: /^VFIO_DEVICE_FEATURE_\w+$/ },
];

/** The kinds of descriptor that a command goes to; undefined where its name does not tell. */
export function descriptorsOf(path: string, name: string): readonly Family[] | undefined {
  // Of twelve ioctl values shared inside one UAPI header ten are vfio.h's: any other header is one space.
  if (!HEADER.test(path)) return [{ words: `in ${path}`, names: /^/ }];
  const families = VFIO_DESCRIPTORS.filter(({ names }) => names.test(name));
  return families.length > 0 ? families : undefined;
}

export function idFamily(path: string, name: string): Family | undefined {
  return HEADER.test(path) ? VFIO_IDS.find(({ names }) => names.test(name)) : undefined;
}
