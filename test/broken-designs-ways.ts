// SPDX-License-Identifier: GPL-2.0-only
// Designs with one mistake each in what stands beside mmap and read(): other ways to the table, who may opt in and when,
// what is told of a region, and what the tree's own driver answers besides.

import { iommuGroupFlag } from '../templates/msix-mmap/variants/iommu-group-flag.ts';
import { optInIoctl } from '../templates/msix-mmap/variants/opt-in-ioctl.ts';
import { foundBy, type Mistake, RESTRICTION } from './broken-variant.ts';

const CORE = 'drivers/vfio/pci/vfio_pci_core.c';
const ACCESS = 'drivers/vfio/pci/vfio_pci_rdwr.c';

const MINE = 'if (bar == vdev->msix_bar) {\n';
const OVERLAP = 'if (req_start < table_end && req_start + req_len > table_start)';
const EVENT_END = 'pos >= vdev->msix_offset + vdev->msix_size))';
const EVENT_BAR = '\tif (bar == vdev->msix_bar &&\n\t    !(pos + count';
const REFUSE = 'if (hdr.argsz < minsz || hdr.flags & ~VFIO_PCI_ALLOW_MSIX_MMAP)';
const GIVE = 'WRITE_ONCE(vdev->msix_mmap, true);';
const FEATURE = { of: optInIoctl, set: ['via=feature'] };
const FEATURE_CHECK = 'ret = vfio_check_feature(flags, argsz, VFIO_DEVICE_FEATURE_SET, 0);\n\tif (ret != 1)';

/** Ways to the table, and to what stands beside it, that are neither a shared mapping nor a whole read. */
const WAYS: readonly Mistake[] = [
  {
    name: 'ioeventfd: may write the last entry',
    of: RESTRICTION,
    elsewhere: [ACCESS, EVENT_END, EVENT_END.replace('msix_size', 'msix_size - 16')],
  },
  {
    name: 'ioeventfd: looks only where a write begins',
    of: RESTRICTION,
    elsewhere: [ACCESS, '!(pos + count <= vdev->msix_offset ||', '!(pos < vdev->msix_offset ||'],
  },
  {
    name: 'ioeventfd: eight bytes are not looked at',
    of: RESTRICTION,
    elsewhere: [ACCESS, EVENT_BAR, EVENT_BAR.replace('bar ==', 'count != 8 && bar ==')],
  },
  {
    name: 'ioeventfd: refused in the whole BAR',
    of: RESTRICTION,
    elsewhere: [ACCESS, EVENT_BAR, `\tif (bar == vdev->msix_bar)\n\t\treturn -EINVAL;\n\n${EVENT_BAR}`],
  },
  {
    name: 'ioeventfd: refuses the bytes before the table too',
    of: RESTRICTION,
    elsewhere: [ACCESS, '!(pos + count <= vdev->msix_offset ||', '!(pos + count < vdev->msix_offset ||'],
  },
  {
    name: 'write: single bytes reach the table',
    of: RESTRICTION,
    elsewhere: [ACCESS, MINE, 'if (bar == vdev->msix_bar && !(iswrite && pos & 3)) {\n'],
  },
  {
    name: 'write: one that begins before the table runs into it',
    of: RESTRICTION,
    elsewhere: [ACCESS, MINE, 'if (bar == vdev->msix_bar && !(iswrite && pos < vdev->msix_offset)) {\n'],
  },
  {
    name: 'write: the last entry can be written',
    of: RESTRICTION,
    elsewhere: [
      ACCESS,
      'x_end = vdev->msix_offset + vdev->msix_size;',
      'x_end = vdev->msix_offset + vdev->msix_size - (iswrite ? 16 : 0);',
    ],
  },
  {
    name: 'read: one that begins before the table shows it',
    of: RESTRICTION,
    elsewhere: [ACCESS, MINE, 'if (bar == vdev->msix_bar && pos >= vdev->msix_offset) {\n'],
  },
  {
    name: 'read: hides what stands behind the table',
    of: RESTRICTION,
    elsewhere: [
      ACCESS,
      'x_end = vdev->msix_offset + vdev->msix_size;',
      'x_end = vdev->msix_offset + vdev->msix_size + 16;',
    ],
  },
  {
    name: 'mmap: one that cannot write may have the table',
    of: RESTRICTION,
    elsewhere: [CORE, OVERLAP, OVERLAP.replace('(req', '(vma->vm_flags & VM_WRITE && req')],
  },
  {
    name: 'mmap: a private one may have the table',
    of: RESTRICTION,
    elsewhere: [CORE, '\tif ((vma->vm_flags & VM_SHARED) == 0)\n\t\treturn -EINVAL;\n', ''],
  },
  {
    name: 'mmap: the offset in 32 bits',
    of: RESTRICTION,
    elsewhere: [CORE, 'req_start = pgoff << PAGE_SHIFT;', 'req_start = (u32)(pgoff << PAGE_SHIFT);'],
  },
  {
    name: 'mmap: the length in 32 bits',
    of: RESTRICTION,
    elsewhere: [
      CORE,
      'req_len = vma->vm_end - vma->vm_start;',
      'req_len = (u32)(vma->vm_end - vma->vm_start);',
    ],
  },
  {
    name: 'mmap: the end of the table in 32 bits',
    of: RESTRICTION,
    elsewhere: [
      CORE,
      OVERLAP,
      'if (req_start < table_end && (unsigned int)(req_start + req_len) > table_start)',
    ],
  },
];

/** Who may opt in, when, and until when. */
const CALLERS: readonly Mistake[] = [
  {
    name: 'opt-in: asks for raw access to I/O',
    of: optInIoctl,
    instead: [GIVE, `if (!capable(CAP_SYS_RAWIO))\n\t\treturn -EPERM;\n\n\t${GIVE}`],
  },
  {
    name: 'opt-in: only for root',
    of: optInIoctl,
    instead: [GIVE, `if (!uid_eq(current_euid(), GLOBAL_ROOT_UID))\n\t\treturn -EACCES;\n\n\t${GIVE}`],
  },
  {
    name: 'opt-in: 32-bit callers need more room',
    of: optInIoctl,
    instead: [REFUSE, `if (in_ia32_syscall() && hdr.argsz < 12)\n\t\treturn -EINVAL;\n\n\t${REFUSE}`],
  },
  {
    name: 'opt-in: ends at a reset',
    of: optInIoctl,
    elsewhere: [
      CORE,
      'ret = pci_try_reset_function(vdev->pdev);\n\tup_write(&vdev->memory_lock);\n\n\treturn ret;\n}\n\nstatic int vfio_pci_ioctl_get_pci_hot_reset_info',
      'ret = pci_try_reset_function(vdev->pdev);\n\tvdev->msix_mmap = false;\n\tup_write(&vdev->memory_lock);\n\n\treturn ret;\n}\n\nstatic int vfio_pci_ioctl_get_pci_hot_reset_info',
    ],
  },
  {
    name: 'opt-in: ends when interrupts are armed',
    of: optInIoctl,
    elsewhere: [
      CORE,
      '\tmutex_unlock(&vdev->igate);\n\tkfree(data);\n',
      '\tmutex_unlock(&vdev->igate);\n\tkfree(data);\n\tWRITE_ONCE(vdev->msix_mmap, false);\n',
    ],
  },
  {
    name: 'opt-in: not once interrupts are armed',
    of: optInIoctl,
    instead: [GIVE, `if (vdev->irq_type == VFIO_PCI_MSIX_IRQ_INDEX)\n\t\treturn -EBUSY;\n\n\t${GIVE}`],
  },
  {
    name: 'opt-in: not for a struct of more than a page',
    of: optInIoctl,
    instead: [REFUSE, `if (hdr.argsz > PAGE_SIZE)\n\t\treturn -E2BIG;\n\n\t${REFUSE}`],
  },
  {
    name: 'opt-in: reads behind its struct',
    of: optInIoctl,
    instead: [
      REFUSE,
      `if (copy_from_user(&minsz, arg + 1, sizeof(u32)))\n\t\treturn -EFAULT;\n\tminsz = sizeof(hdr);\n\n\t${REFUSE}`,
    ],
  },
  {
    name: 'opt-in: writes back what it read',
    of: optInIoctl,
    instead: [GIVE, `if (put_user(hdr.argsz, &arg->argsz))\n\t\treturn -EFAULT;\n\n\t${GIVE}`],
  },
  {
    name: 'opt-in: tells in argsz how much it knows',
    of: optInIoctl,
    instead: [
      REFUSE,
      `if (hdr.argsz < minsz)\n\t\treturn put_user((u32)minsz, &arg->argsz) ?: -EINVAL;\n\n\t${REFUSE}`,
    ],
  },
  {
    name: 'opt-in: cannot be given twice',
    of: optInIoctl,
    instead: [GIVE, `if (xchg(&vdev->msix_mmap, true))\n\t\treturn -EALREADY;`],
  },
  {
    name: 'feature: PROBE with SET sets',
    ...FEATURE,
    instead: [FEATURE_CHECK, `if (flags & VFIO_DEVICE_FEATURE_SET)\n\t\t${GIVE}\n\n\t${FEATURE_CHECK}`],
  },
  {
    name: 'feature: may be got',
    ...FEATURE,
    instead: [
      FEATURE_CHECK,
      FEATURE_CHECK.replace('FEATURE_SET,', 'FEATURE_SET |\n\t\t\t\t VFIO_DEVICE_FEATURE_GET,'),
    ],
  },
  {
    name: 'feature: PROBE knows no SET',
    ...FEATURE,
    instead: [
      FEATURE_CHECK,
      `if (flags & VFIO_DEVICE_FEATURE_PROBE && flags & VFIO_DEVICE_FEATURE_SET)\n\t\treturn -EINVAL;\n\n\t${FEATURE_CHECK}`,
    ],
  },
  {
    name: 'feature: without an operation sets',
    ...FEATURE,
    instead: [
      FEATURE_CHECK,
      `${FEATURE_CHECK.replace('if (ret != 1)', `if (!ret)\n\t\t${GIVE}\n\tif (ret != 1)`)}`,
    ],
  },
];

/** What is told of the device and its regions, and what the tree's own driver answers besides. */
const ANSWERS: readonly Mistake[] = [
  {
    name: 'areas: the reserved word is a number',
    of: RESTRICTION,
    elsewhere: [CORE, 'sparse->nr_areas = nr;', 'sparse->nr_areas = nr;\n\tsparse->reserved = nr;'],
  },
  {
    name: 'areas: an empty one behind the others',
    of: RESTRICTION,
    by: 'test',
    elsewhere: [
      CORE,
      '\tsparse->nr_areas = nr;',
      '\tif (nr < 2) {\n\t\tsparse->areas[nr].offset = bar_size;\n\t\tnr++;\n\t}\n\tsparse->nr_areas = nr;',
    ],
  },
  {
    name: 'areas: the chain is one area too long',
    of: RESTRICTION,
    elsewhere: [CORE, 'struct_size(sparse, areas, nr));', 'struct_size(sparse, areas, nr + (nr < 2)));'],
  },
  {
    name: 'region info: writes behind its buffer',
    of: RESTRICTION,
    elsewhere: [
      CORE,
      'info.flags |= VFIO_REGION_INFO_FLAG_CAPS;',
      'info.flags |= VFIO_REGION_INFO_FLAG_CAPS;\n\t\tif (clear_user((void __user *)arg + info.argsz, 8))\n\t\t\treturn -EFAULT;',
    ],
  },
  {
    name: 'features: no low power',
    of: RESTRICTION,
    elsewhere: [CORE, '\tcase VFIO_DEVICE_FEATURE_LOW_POWER_EXIT:\n', '\tcase 0xfff0:\n'],
  },
  {
    name: 'device info: says nothing of resets',
    of: RESTRICTION,
    elsewhere: [CORE, '\tif (vdev->reset_works)\n\t\tinfo.flags |=', '\tif (!vdev->pdev)\n\t\tinfo.flags |='],
  },
  {
    name: 'device info: one index of interrupts fewer',
    of: RESTRICTION,
    elsewhere: [CORE, 'info.num_irqs = VFIO_PCI_NUM_IRQS;', 'info.num_irqs = VFIO_PCI_NUM_IRQS - 1;'],
  },
  {
    name: 'irq info: interrupts cannot be masked any more',
    of: RESTRICTION,
    elsewhere: [CORE, '(VFIO_IRQ_INFO_MASKABLE | VFIO_IRQ_INFO_AUTOMASKED)', '(VFIO_IRQ_INFO_AUTOMASKED)'],
  },
  {
    name: 'regions: config space is shorter',
    of: RESTRICTION,
    elsewhere: [CORE, 'info.size = pdev->cfg_size;', 'info.size = PCI_CFG_SPACE_SIZE;'],
  },
];

/** Locks: nothing of a stock kernel sees most of them. */
const LOCKS: readonly Mistake[] = [
  {
    name: 'locks: kept at a bad argsz',
    of: optInIoctl,
    instead: [
      REFUSE,
      `mutex_lock(&vdev->igate);\n\t${REFUSE}\n\t\treturn -EINVAL;\n\tmutex_unlock(&vdev->igate);\n\tif (0)`,
    ],
  },
  {
    name: 'locks: copies from userspace under a spinlock',
    of: optInIoctl,
    instead: [
      'if (copy_from_user(&hdr, arg, minsz))\n\t\treturn -EFAULT;',
      'spin_lock_irq(&vdev->vdev.dev->devres_lock);\n\tif (copy_from_user(&hdr, arg, minsz)) {\n\t\tspin_unlock_irq(&vdev->vdev.dev->devres_lock);\n\t\treturn -EFAULT;\n\t}\n\tspin_unlock_irq(&vdev->vdev.dev->devres_lock);',
    ],
  },
  {
    name: 'locks: sleeps in a grace period of RCU',
    of: optInIoctl,
    instead: [
      GIVE,
      `rcu_read_lock();\n\tif (mutex_lock_interruptible(&vdev->igate)) {\n\t\trcu_read_unlock();\n\t\treturn -EINTR;\n\t}\n\t${GIVE}\n\tmutex_unlock(&vdev->igate);\n\trcu_read_unlock();`,
    ],
  },
  {
    name: 'locks: sleeps under a spinlock, in a function of its own',
    of: optInIoctl,
    instead: [
      GIVE,
      `spin_lock(&vdev->vdev.dev->devres_lock);\n\tvfio_pci_dev_set_try_reset(vdev->vdev.dev_set);\n\t${GIVE}\n\tspin_unlock(&vdev->vdev.dev->devres_lock);`,
    ],
  },
  {
    name: 'locks: the gate under the memory',
    of: optInIoctl,
    instead: [
      GIVE,
      `down_write(&vdev->memory_lock);\n\tmutex_lock(&vdev->igate);\n\t${GIVE}\n\tmutex_unlock(&vdev->igate);\n\tup_write(&vdev->memory_lock);`,
    ],
  },
];

/** All of them but the dma-bufs', each to be found by one program. */
export const BESIDE: readonly Mistake[] = [
  ...foundBy('ways', WAYS),
  ...foundBy('caller', CALLERS),
  ...foundBy('answers', ANSWERS),
  ...foundBy('rules', LOCKS),
];

/** Of trees that give out dma-bufs of a device's BARs (since v6.19). */
const DMA_BUF = 'drivers/vfio/pci/vfio_pci_dmabuf.c';
const OF_TABLE = 'dma_ranges[i].length > table_start - offset))';

const dmaBufs: readonly Mistake[] = [
  {
    name: 'dma-buf: looks at the first range only',
    of: RESTRICTION,
    elsewhere: [
      DMA_BUF,
      '\tfor (i = 0; i < nr_ranges; i++) {\n\t\tu64 offset = dma_ranges[i].offset;\n\n\t\tif (offset < table_end',
      '\tfor (i = 0; i < 1; i++) {\n\t\tu64 offset = dma_ranges[i].offset;\n\n\t\tif (offset < table_end',
    ],
  },
  {
    name: 'dma-buf: looks at the last range only',
    of: RESTRICTION,
    elsewhere: [
      DMA_BUF,
      '\tfor (i = 0; i < nr_ranges; i++) {\n\t\tu64 offset = dma_ranges[i].offset;\n\n\t\tif (offset < table_end',
      '\tfor (i = nr_ranges - 1; i < nr_ranges; i++) {\n\t\tu64 offset = dma_ranges[i].offset;\n\n\t\tif (offset < table_end',
    ],
  },
  {
    name: 'dma-buf: refused where a range ends at the table',
    of: RESTRICTION,
    elsewhere: [DMA_BUF, OF_TABLE, OF_TABLE.replace('>', '>=')],
  },
  {
    name: 'dma-buf: looks only where a range begins',
    of: RESTRICTION,
    elsewhere: [DMA_BUF, OF_TABLE, 'false))'],
  },
  {
    name: 'dma-buf: refused for the whole BAR',
    of: RESTRICTION,
    elsewhere: [
      DMA_BUF,
      '\tif (region_index != vdev->msix_bar)\n\t\treturn false;\n',
      '\tif (region_index != vdev->msix_bar)\n\t\treturn false;\n\tif (nr_ranges)\n\t\treturn true;\n',
    ],
  },
  {
    name: 'dma-buf: refused at the same offset of another BAR',
    of: RESTRICTION,
    elsewhere: [DMA_BUF, '\tif (region_index != vdev->msix_bar)\n\t\treturn false;\n\n', ''],
  },
  {
    name: 'dma-buf: looks at one range too many',
    of: RESTRICTION,
    elsewhere: [
      DMA_BUF,
      'for (i = 0; i < nr_ranges; i++) {\n\t\tu64 offset',
      'for (i = 0; i <= nr_ranges; i++) {\n\t\tu64 offset',
    ],
  },
  {
    name: 'dma-buf: still refused after the opt-in',
    of: optInIoctl,
    instead: [
      'if (!READ_ONCE(vdev->msix_mmap) &&\n\t    dma_buf_covers',
      'if (vdev->pdev &&\n\t    dma_buf_covers',
    ],
  },
];

/** Trees that know themselves whether a group's MSIs are isolated. */
const ofGroups: readonly Mistake[] = [
  {
    name: 'kept: the group of a device that is unplugged',
    of: iommuGroupFlag,
    elsewhere: ['drivers/vfio/pci/vfio_pci_core.c', '\tiommu_group_put(group);\n', ''],
  },
];

/** What only the newest tree has. */
export const NEWEST: readonly Mistake[] = [...foundBy('ways', dmaBufs), ...foundBy('lifetime', ofGroups)];
