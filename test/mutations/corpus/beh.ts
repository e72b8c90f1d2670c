// SPDX-License-Identifier: GPL-2.0-only
// Header and driver together: what was promised and is no longer done.
import { all, behind, drop, inside, swap, without } from '../edit.ts';
import { hurts, type Mutation, PCI_CORE, safe, TYPE1, VFIO } from '../mutation.ts';

const REGION_INFO = 'vfio_pci_ioctl_get_region_info';
const ADD_CAP = 'ret = msix_mmappable_cap(vdev, &caps); if (ret) return ret;';

export const beh: readonly Mutation[] = [
  hurts(
    'beh-capability-not-produced',
    'VFIO_REGION_INFO_CAP_MSIX_MAPPABLE is never added',
    {
      [PCI_CORE]: all(
        inside(REGION_INFO, swap('if (info.index == vdev->msix_bar) {', 'if (0) {'), drop(ADD_CAP)),
        without('msix_mmappable_cap'),
      ),
    },
    'behaviour-break',
    'beh',
    'The unconditional removal: the header does not change, and QEMU stops mapping the BAR.',
    { twin: 'same-capability-elsewhere' },
  ),
  safe(
    'same-capability-elsewhere',
    'VFIO_REGION_INFO_CAP_MSIX_MAPPABLE is added where it is needed, without a helper',
    {
      [PCI_CORE]: all(
        inside(
          REGION_INFO,
          swap(
            ADD_CAP,
            `struct vfio_info_cap_header header = {
					.id = VFIO_REGION_INFO_CAP_MSIX_MAPPABLE,
					.version = 1
				};

				ret = vfio_info_add_capability(&caps, &header, sizeof(header));
				if (ret)
					return ret;`,
          ),
        ),
        without('msix_mmappable_cap'),
      ),
    },
    'identical',
    'The same capability under the same condition.',
  ),
  hurts(
    'beh-extension-not-answered',
    'VFIO_CHECK_EXTENSION does not know VFIO_UNMAP_ALL',
    { [TYPE1]: inside('vfio_iommu_type1_check_extension', drop('case VFIO_UNMAP_ALL:')) },
    'behaviour-break',
    'beh',
    'Programs fall back to unmapping range by range, or give up.',
  ),
  hurts(
    'beh-flag-not-produced',
    'VFIO_IRQ_INFO_NORESIZE is never set',
    {
      [PCI_CORE]: inside(
        'vfio_pci_ioctl_get_irq_info',
        drop(
          'else if (info.index != VFIO_PCI_MSIX_IRQ_INDEX || !vdev->has_dyn_msix) info.flags |= VFIO_IRQ_INFO_NORESIZE;',
        ),
      ),
    },
    'behaviour-break',
    'beh',
    'Programs take MSI for resizable, and lose interrupts.',
  ),
  hurts(
    'beh-errno-changed',
    'PCI_HOT_RESET answers -E2BIG to too many groups',
    {
      [PCI_CORE]: inside(
        'vfio_pci_ioctl_pci_hot_reset_groups',
        swap('if (array_count > count) return -EINVAL;', 'if (array_count > count)\n\t\treturn -E2BIG;'),
      ),
    },
    'behaviour-break',
    'beh',
    'It was -EINVAL.',
  ),
  hurts(
    'beh-refusal-removed',
    'PCI_HOT_RESET: a cdev may hand group fds, and a group none',
    {
      [PCI_CORE]: inside(
        'vfio_pci_ioctl_pci_hot_reset',
        drop('if (!!hdr.count == vfio_device_cdev_opened(&vdev->vdev)) return -EINVAL;'),
      ),
    },
    ['behaviour-break', 'defect'],
    undefined,
    'The proof of ownership is skipped: what used to fail succeeds.',
  ),
  hurts(
    'beh-state-not-reset',
    'vfio-pci: the number of ioeventfds is not reset when the device is closed',
    { [PCI_CORE]: inside('vfio_pci_core_disable', drop('vdev->ioeventfds_nr = 0;')) },
    ['behaviour-break', 'defect'],
    undefined,
    'The next user finds the limit of 1000 already reached.',
  ),
  hurts(
    'beh-feature-not-dispatched',
    'VFIO_DEVICE_FEATURE_PCI_VF_TOKEN is not dispatched',
    {
      [PCI_CORE]: inside(
        'vfio_pci_core_ioctl_feature',
        drop(
          'case VFIO_DEVICE_FEATURE_PCI_VF_TOKEN: return vfio_pci_core_feature_token(device, flags, arg, argsz);',
        ),
      ),
    },
    'behaviour-break',
    undefined,
    'Old binaries get ENOTTY; the header still promises it.',
  ),
  hurts(
    'beh-ioctl-not-dispatched',
    'VFIO_DEVICE_RESET is not dispatched',
    {
      [PCI_CORE]: inside(
        'vfio_pci_core_ioctl',
        drop('case VFIO_DEVICE_RESET: return vfio_pci_ioctl_reset(vdev, uarg);'),
      ),
    },
    ['behaviour-break', 'binary-break'],
    undefined,
    'The same for an ioctl.',
  ),
  hurts(
    'beh-never-produced',
    'VFIO_REGION_INFO_FLAG_COHERENT is defined, and no driver sets it',
    {
      [VFIO]: behind(
        '#define VFIO_REGION_INFO_FLAG_CAPS (1 << 3) /* Info supports caps */',
        '#define VFIO_REGION_INFO_FLAG_COHERENT\t(1 << 4) /* Region is coherent */',
      ),
    },
    'defect',
    'beh',
    'A promise that nobody keeps.',
    { twin: 'vfio-flag-bit' },
  ),
  hurts(
    'beh-twin-forgotten',
    'iommufd’s VFIO compatibility does not know VFIO_UNMAP_ALL, type1 does',
    { 'drivers/iommu/iommufd/vfio_compat.c': drop('case VFIO_UNMAP_ALL:') },
    ['behaviour-break', 'defect'],
    undefined,
    'The same fd to userspace, another answer.',
  ),
  hurts(
    'beh-default-changed',
    'type1: v2 semantics for everybody, without an opt-in',
    {
      [TYPE1]: inside(
        'vfio_iommu_type1_open',
        swap('case VFIO_TYPE1_IOMMU: break;', 'case VFIO_TYPE1_IOMMU:\n\t\tiommu->v2 = true;\n\t\tbreak;'),
      ),
    },
    ['behaviour-break', 'undetermined'],
    undefined,
    'Binaries that unmap parts of a mapping begin to fail.',
  ),
  hurts(
    'beh-dirty-tracking-left',
    'type1: FLAG_STOP frees the bitmaps and leaves tracking on',
    {
      [TYPE1]: inside('vfio_iommu_type1_dirty_pages', drop('iommu->dirty_page_tracking = false;')),
    },
    ['behaviour-break', 'defect'],
    undefined,
    'State set by one flag is not unset by the other.',
  ),
  safe(
    'same-driver-message',
    'vfio-pci: a debug message in the reset handler',
    {
      [PCI_CORE]: inside(
        'vfio_pci_ioctl_reset',
        behind('int ret;', '\n\tpci_dbg(vdev->pdev, "reset asked for\\n");'),
      ),
    },
    'identical',
    'Nothing that a caller sees.',
  ),
  safe(
    'same-cases-reordered',
    'vfio-pci: two cases of the dispatcher change places',
    {
      [PCI_CORE]: inside(
        'vfio_pci_core_ioctl',
        drop('case VFIO_DEVICE_RESET: return vfio_pci_ioctl_reset(vdev, uarg);'),
        swap(
          'switch (cmd) {',
          'switch (cmd) {\n\tcase VFIO_DEVICE_RESET:\n\t\treturn vfio_pci_ioctl_reset(vdev, uarg);',
        ),
      ),
    },
    'identical',
    'Same dispatch.',
  ),
  safe(
    'same-errno-by-variable',
    'GET_IRQ_INFO: the refusal goes through ret',
    {
      [PCI_CORE]: inside(
        'vfio_pci_ioctl_get_irq_info',
        swap('struct vfio_irq_info info;', 'struct vfio_irq_info info;\n\tint ret = -EINVAL;'),
        swap(
          'info.index >= VFIO_PCI_NUM_IRQS) return -EINVAL;',
          'info.index >= VFIO_PCI_NUM_IRQS)\n\t\treturn ret;',
        ),
      ),
    },
    ['identical', 'undetermined'],
    'The same errno; to see it, one has to follow a variable.',
  ),
  hurts(
    'beh-table-readable',
    'vfio-pci: pread and pwrite reach the MSI-X table',
    {
      'drivers/vfio/pci/vfio_pci_rdwr.c': swap(
        'x_end = vdev->msix_offset + vdev->msix_size;',
        'x_end = vdev->msix_offset;',
      ),
    },
    ['behaviour-break', 'defect', 'undetermined'],
    undefined,
    'The range that was filled with ones is empty.',
  ),
];
