// SPDX-License-Identifier: GPL-2.0-only
import { expect, it } from 'vitest';
import { debian } from '../../test/support.ts';
import { apiOf } from './api.ts';
import { compare } from './compare.ts';
import type { HeaderSet, Pair } from './model.ts';
import { sideOfTree } from './side/tree.ts';
import { TARGETS } from './targets.ts';

const HEADER = 'linux/vfio.h';

/** vfio.h alone of those that a tree exports, with all that it includes. */
function only(headers: HeaderSet): HeaderSet {
  return { origin: headers.origin, names: () => [HEADER], get: (name, target) => headers.get(name, target) };
}

async function changes(old: string, fresh: string): Promise<string> {
  const [before, after] = await Promise.all(
    [old, fresh].map(async (one) => (await sideOfTree(await debian(one))).headers),
  );
  const found = compare(apiOf(only(before as HeaderSet), TARGETS), apiOf(only(after as HeaderSet), TARGETS));
  const names = (pairs: readonly Pair<unknown>[]) =>
    pairs.map((pair) => `${!pair.before ? '+' : !pair.after ? '-' : '~'}${pair.name}`).join(' ');
  const { types, macros, enumerators, ioctls, unresolved } = found;
  return Object.entries({ types, macros, enumerators, ioctls, unresolved })
    .map(([kind, pairs]) =>
      `${kind} ${names(pairs)}`
        .trimEnd()
        .replace(/(.{1,100})( |$)/g, '$1\n')
        .trimEnd(),
    )
    .join('\n');
}

it('tells what vfio.h has otherwise in 6.1 than in 5.10', async () => {
  expect(await changes('5.10', '6.1')).toMatchInlineSnapshot(`
    "types +struct vfio_device_feature_migration +struct vfio_device_feature_mig_state +enum
    vfio_device_mig_state +struct vfio_device_low_power_entry_with_wakeup +struct
    vfio_device_feature_dma_logging_control +struct vfio_device_feature_dma_logging_range +struct
    vfio_device_feature_dma_logging_report
    macros -VFIO_REGION_TYPE_MIGRATION -VFIO_REGION_SUBTYPE_MIGRATION -VFIO_DEVICE_STATE_STOP
    -VFIO_DEVICE_STATE_RUNNING -VFIO_DEVICE_STATE_SAVING -VFIO_DEVICE_STATE_RESUMING
    ~VFIO_DEVICE_STATE_VALID ~VFIO_DEVICE_STATE_IS_ERROR ~VFIO_DEVICE_STATE_SET_ERROR +VFIO_UNMAP_ALL
    +VFIO_UPDATE_VADDR +VFIO_REGION_TYPE_MIGRATION_DEPRECATED +VFIO_REGION_SUBTYPE_MIGRATION_DEPRECATED
    +VFIO_DEVICE_STATE_V1_STOP +VFIO_DEVICE_STATE_V1_RUNNING +VFIO_DEVICE_STATE_V1_SAVING
    +VFIO_DEVICE_STATE_V1_RESUMING +VFIO_MIGRATION_STOP_COPY +VFIO_MIGRATION_P2P
    +VFIO_DEVICE_FEATURE_MIGRATION +VFIO_DEVICE_FEATURE_MIG_DEVICE_STATE
    +VFIO_DEVICE_FEATURE_LOW_POWER_ENTRY +VFIO_DEVICE_FEATURE_LOW_POWER_ENTRY_WITH_WAKEUP
    +VFIO_DEVICE_FEATURE_LOW_POWER_EXIT +VFIO_DEVICE_FEATURE_DMA_LOGGING_START
    +VFIO_DEVICE_FEATURE_DMA_LOGGING_STOP +VFIO_DEVICE_FEATURE_DMA_LOGGING_REPORT
    +VFIO_DMA_MAP_FLAG_VADDR +VFIO_DMA_UNMAP_FLAG_ALL +VFIO_DMA_UNMAP_FLAG_VADDR
    enumerators ~VFIO_CCW_NUM_IRQS +VFIO_CCW_REQ_IRQ_INDEX +VFIO_DEVICE_STATE_ERROR
    +VFIO_DEVICE_STATE_STOP +VFIO_DEVICE_STATE_RUNNING +VFIO_DEVICE_STATE_STOP_COPY
    +VFIO_DEVICE_STATE_RESUMING +VFIO_DEVICE_STATE_RUNNING_P2P
    ioctls
    unresolved"
  `);
});

it('tells what vfio.h has otherwise in 6.12 than in 6.1', async () => {
  expect(await changes('6.1', '6.12')).toMatchInlineSnapshot(`
    "types ~struct vfio_device_info ~struct vfio_region_info ~struct vfio_region_sparse_mmap_area ~struct
    vfio_region_info_cap_sparse_mmap ~struct vfio_device_migration_info ~struct
    vfio_region_info_cap_nvlink2_ssatgt ~struct vfio_pci_dependent_device ~struct
    vfio_device_gfx_plane_info ~struct vfio_device_ioeventfd ~struct vfio_iommu_type1_info +struct
    vfio_device_info_cap_pci_atomic_comp +struct vfio_device_bind_iommufd +struct
    vfio_device_attach_iommufd_pt +struct vfio_device_detach_iommufd_pt +struct vfio_precopy_info
    +struct vfio_device_feature_mig_data_size +struct vfio_device_feature_bus_master
    macros +VFIO_DEVICE_FLAGS_CDX +VFIO_DEVICE_INFO_CAP_PCI_ATOMIC_COMP +VFIO_PCI_ATOMIC_COMP32
    +VFIO_PCI_ATOMIC_COMP64 +VFIO_PCI_ATOMIC_COMP128 +VFIO_PCI_DEVID_OWNED +VFIO_PCI_DEVID_NOT_OWNED
    +VFIO_PCI_HOT_RESET_FLAG_DEV_ID +VFIO_PCI_HOT_RESET_FLAG_DEV_ID_OWNED +VFIO_DEVICE_BIND_IOMMUFD
    +VFIO_DEVICE_ATTACH_IOMMUFD_PT +VFIO_DEVICE_DETACH_IOMMUFD_PT +VFIO_MIGRATION_PRE_COPY
    +VFIO_MIG_GET_PRECOPY_INFO +VFIO_DEVICE_FEATURE_MIG_DATA_SIZE +VFIO_DEVICE_FEATURE_CLEAR_MASTER
    +VFIO_DEVICE_FEATURE_SET_MASTER +VFIO_DEVICE_FEATURE_BUS_MASTER
    enumerators +VFIO_AP_REQ_IRQ_INDEX +VFIO_AP_NUM_IRQS +VFIO_DEVICE_STATE_PRE_COPY
    +VFIO_DEVICE_STATE_PRE_COPY_P2P +VFIO_DEVICE_STATE_NR
    ioctls +VFIO_DEVICE_BIND_IOMMUFD +VFIO_DEVICE_ATTACH_IOMMUFD_PT +VFIO_DEVICE_DETACH_IOMMUFD_PT
    +VFIO_MIG_GET_PRECOPY_INFO
    unresolved"
  `);
});

it('tells what vfio.h has otherwise in 7.2 than in 6.12', async () => {
  expect(await changes('6.12', '7.2')).toMatchInlineSnapshot(`
    "types ~struct vfio_device_bind_iommufd ~struct vfio_device_attach_iommufd_pt ~struct
    vfio_device_detach_iommufd_pt +struct vfio_region_dma_range +struct vfio_device_feature_dma_buf
    macros -VFIO_TYPE1_NESTING_IOMMU +__VFIO_RESERVED_TYPE1_NESTING_IOMMU +VFIO_DEVICE_BIND_FLAG_TOKEN
    +VFIO_DEVICE_ATTACH_PASID +VFIO_DEVICE_DETACH_PASID +VFIO_PRECOPY_INFO_REINIT
    +VFIO_DEVICE_FEATURE_DMA_BUF +VFIO_DEVICE_FEATURE_MIG_PRECOPY_INFOv2
    enumerators ~VFIO_AP_NUM_IRQS +VFIO_AP_CFG_CHG_IRQ_INDEX
    ioctls
    unresolved"
  `);
});
