// SPDX-License-Identifier: GPL-2.0-only
// Handlers: what they check of what userspace hands them, and what they hand back.
import { all, drop, exchange, inside, swap } from '../edit.ts';
import { hurts, type Mutation, PCI_CORE, safe, TYPE1 } from '../mutation.ts';

const IRQ_INFO = 'vfio_pci_ioctl_get_irq_info';
const HOT_RESET = 'vfio_pci_ioctl_pci_hot_reset';
const IOMMUFD_MAIN = 'drivers/iommu/iommufd/main.c';

export const hnd: readonly Mutation[] = [
  hurts(
    'hnd-argsz-unchecked',
    'GET_IRQ_INFO: argsz is not checked',
    { [PCI_CORE]: inside(IRQ_INFO, drop('info.argsz < minsz ||')) },
    'defect',
    'hnd',
    'A short struct is read and written past its end.',
    { twin: 'same-argsz-by-helper' },
  ),
  safe(
    'same-argsz-by-helper',
    'GET_IRQ_INFO: the check of argsz is in a function of its own',
    {
      [PCI_CORE]: all(
        inside(
          IRQ_INFO,
          swap(
            'if (info.argsz < minsz || info.index >= VFIO_PCI_NUM_IRQS)',
            'if (vfio_pci_irq_info_bad(&info, minsz))',
          ),
        ),
        swap(
          'static int vfio_pci_ioctl_get_irq_info(',
          `static bool vfio_pci_irq_info_bad(struct vfio_irq_info *info, unsigned long minsz)
{
	return info->argsz < minsz || info->index >= VFIO_PCI_NUM_IRQS;
}

static int vfio_pci_ioctl_get_irq_info(`,
        ),
      ),
    },
    'identical',
    'One call further.',
  ),
  safe(
    'same-locals-renamed',
    'GET_IRQ_INFO: minsz is called least',
    { [PCI_CORE]: inside(IRQ_INFO, (text) => text.replaceAll('minsz', 'least')) },
    'identical',
    'A name of the function’s own.',
  ),
  safe(
    'same-check-split',
    'GET_IRQ_INFO: the two refusals are two ifs',
    {
      [PCI_CORE]: inside(
        IRQ_INFO,
        swap(
          'if (info.argsz < minsz || info.index >= VFIO_PCI_NUM_IRQS) return -EINVAL;',
          'if (info.argsz < minsz)\n\t\treturn -EINVAL;\n\n\tif (info.index >= VFIO_PCI_NUM_IRQS)\n\t\treturn -EINVAL;',
        ),
      ),
    },
    'identical',
    'Same answers.',
  ),
  hurts(
    'hnd-used-before-check',
    'IOEVENTFD: flags are judged before argsz is',
    {
      [PCI_CORE]: inside(
        'vfio_pci_ioctl_ioeventfd',
        exchange('if (ioeventfd.argsz < minsz)', 'if (ioeventfd.flags & ~VFIO_DEVICE_IOEVENTFD_SIZE_MASK)'),
      ),
    },
    'defect',
    'hnd',
    'flags may lie behind what argsz says is there.',
  ),
  hurts(
    'hnd-unknown-flags-map',
    'MAP_DMA: unknown flags are not refused',
    { [TYPE1]: inside('vfio_iommu_type1_map_dma', drop('|| map.flags & ~mask')) },
    'defect',
    'hnd',
    'The bits can never be given a meaning.',
    { twin: 'same-flags-by-variable' },
  ),
  hurts(
    'hnd-unknown-flags-reset',
    'PCI_HOT_RESET: flags are not refused',
    { [PCI_CORE]: inside(HOT_RESET, drop('|| hdr.flags')) },
    'defect',
    'hnd',
    'As before.',
  ),
  safe(
    'same-flags-by-variable',
    'MAP_DMA: the unknown flags are in a variable first',
    {
      [TYPE1]: inside(
        'vfio_iommu_type1_map_dma',
        swap(
          'if (map.argsz < minsz || map.flags & ~mask)',
          'if (map.argsz < minsz || (map.flags & ~mask) != 0)',
        ),
      ),
    },
    'identical',
    'Same answers.',
  ),
  hurts(
    'hnd-output-flags-kept',
    'GET_PCI_HOT_RESET_INFO: flags are not cleared before they are returned',
    { [PCI_CORE]: inside('vfio_pci_ioctl_get_pci_hot_reset_info', drop('hdr.flags = 0;')) },
    'defect',
    'hnd',
    'On -ENOSPC the caller’s own bits come back as the kernel’s.',
  ),
  hurts(
    'hnd-reserved-unchecked',
    'iommufd IOMMU_OPTION: __reserved may be anything',
    { [IOMMUFD_MAIN]: inside('iommufd_option', drop('if (cmd->__reserved) return -EOPNOTSUPP;')) },
    'defect',
    'hnd',
    'The bytes can never be given a meaning.',
  ),
  hurts(
    'hnd-stack-returned',
    'GET_INFO: info is not initialised',
    {
      [PCI_CORE]: inside(
        'vfio_pci_ioctl_get_info',
        swap('struct vfio_device_info info = {};', 'struct vfio_device_info info;'),
      ),
    },
    'defect',
    'hnd',
    'cap_offset and pad are copied out, and nobody writes them.',
    { twin: 'same-initialised-by-memset' },
  ),
  safe(
    'same-initialised-by-memset',
    'GET_INFO: info is cleared by memset',
    {
      [PCI_CORE]: inside(
        'vfio_pci_ioctl_get_info',
        swap('struct vfio_device_info info = {};', 'struct vfio_device_info info;'),
        swap('int ret; if', 'int ret;\n\n\tmemset(&info, 0, sizeof(info));\n\n\tif'),
      ),
    },
    'identical',
    'The same bytes.',
  ),
  hurts(
    'hnd-padding-returned',
    'type1 migration capability: not initialised, and it has a hole',
    {
      [TYPE1]: inside(
        'vfio_iommu_migration_build_caps',
        swap(
          'struct vfio_iommu_type1_info_cap_migration cap_mig = {};',
          'struct vfio_iommu_type1_info_cap_migration cap_mig;',
        ),
      ),
    },
    'defect',
    'hnd',
    'All members are written; the four bytes between them are the stack’s.',
  ),
  hurts(
    'hnd-read-past-minsz',
    'IOEVENTFD: fd is used, and minsz ends before it',
    {
      [PCI_CORE]: inside(
        'vfio_pci_ioctl_ioeventfd',
        swap(
          'offsetofend(struct vfio_device_ioeventfd, fd)',
          'offsetofend(struct vfio_device_ioeventfd, data)',
        ),
      ),
    },
    'defect',
    'hnd',
    'fd was never copied: it is the stack’s.',
  ),
  hurts(
    'hnd-count-unchecked',
    'PCI_HOT_RESET: the number of group fds is not bounded, the product not checked',
    {
      [PCI_CORE]: inside(
        'vfio_pci_ioctl_pci_hot_reset_groups',
        drop('if (array_count > count) return -EINVAL;'),
        swap(
          'kcalloc(array_count, sizeof(*group_fds), GFP_KERNEL)',
          'kzalloc(array_count * sizeof(*group_fds), GFP_KERNEL)',
        ),
      ),
    },
    'defect',
    undefined,
    'A 32-bit count times four, from userspace.',
  ),
  hurts(
    'hnd-errno-unknown-ioctl',
    'vfio-pci answers -EINVAL to an unknown ioctl',
    {
      [PCI_CORE]: inside(
        'vfio_pci_core_ioctl',
        swap('default: return -ENOTTY;', 'default:\n\t\treturn -EINVAL;'),
      ),
    },
    ['behaviour-break', 'defect'],
    undefined,
    'Userspace probes for ioctls by ENOTTY.',
  ),
  hurts(
    'hnd-errno-fault',
    'GET_IRQ_INFO answers -EIO to a bad pointer',
    { [PCI_CORE]: inside(IRQ_INFO, swap('minsz)) return -EFAULT;', 'minsz))\n\t\treturn -EIO;')) },
    ['behaviour-break', 'defect'],
    undefined,
    'The convention is -EFAULT, and it was that.',
  ),
  hurts(
    'hnd-72-copy-unguarded',
    '7.2 ATTACH_IOMMUFD_PT: the second copy does not ask argsz',
    {
      'drivers/vfio/device_cdev.c': inside(
        'vfio_df_ioctl_attach_pt',
        drop('if (attach.argsz < xend) return -EINVAL;'),
      ),
    },
    'defect',
    'hnd',
    'pasid is read behind what the caller passed.',
    { tree: '7.2' },
  ),
  hurts(
    'hnd-capability-size',
    'GET_INFO: capabilities are copied without asking argsz',
    {
      [PCI_CORE]: inside(
        'vfio_pci_ioctl_get_info',
        swap('if (info.argsz < sizeof(info) + caps.size) {', 'if (!info.argsz) {'),
      ),
    },
    ['defect', 'behaviour-break'],
    undefined,
    'The chain is written past the caller’s buffer.',
  ),
];
