// SPDX-License-Identifier: GPL-2.0-only
// The designs with one mistake each. A broken design promises what the real one does, so that the guest's tests
// (or a rule) have to find what it does instead.

import { newCapability } from '../templates/msix-mmap/variants/new-capability.ts';
import { optInIoctl } from '../templates/msix-mmap/variants/opt-in-ioctl.ts';
import { regionFlag } from '../templates/msix-mmap/variants/region-flag.ts';
import { unconditionalRemoval } from '../templates/msix-mmap/variants/unconditional-removal.ts';
import { type Mistake, RESTRICTION } from './broken-variant.ts';

const DRIVER = 'drivers/vfio/pci/vfio_pci_core.c';
const OVERLAP = 'if (req_start < table_end && req_start + req_len > table_start)';
const REFUSE = 'if (hdr.argsz < minsz || hdr.flags & ~VFIO_PCI_ALLOW_MSIX_MMAP)';
const WITHDRAW = 'return READ_ONCE(vdev->msix_mmap) ? -EBUSY : 0;';
const ADD = 'return vfio_info_add_capability(caps, &header, sizeof(header));';
const SET_FLAG = 'info.flags |= VFIO_REGION_INFO_FLAG_MSIX_MAPPABLE;';
const CASE_ROM = '\tcase VFIO_PCI_ROM_REGION_INDEX: {\n';
const IF_TABLE = 'if (info.index == vdev->msix_bar)';

/** Mistakes in what is common to all designs: how the pages of the table are refused and left out. */
const restriction: Mistake[] = [
  {
    name: 'restriction: forgets the overlap check',
    of: RESTRICTION,
    elsewhere: [DRIVER, OVERLAP, 'if (req_start + req_len > phys_len)'],
  },
  {
    name: 'restriction: refuses the page behind the table too',
    of: RESTRICTION,
    elsewhere: [DRIVER, OVERLAP, OVERLAP.replace('<', '<=')],
  },
  {
    name: 'restriction: refuses the page before the table too',
    of: RESTRICTION,
    elsewhere: [DRIVER, OVERLAP, OVERLAP.replace('>', '>=')],
  },
  {
    name: "restriction: does not cover the table's last page",
    of: RESTRICTION,
    elsewhere: [DRIVER, OVERLAP, OVERLAP.replace('table_end', 'table_end - PAGE_SIZE')],
  },
  {
    name: "restriction: covers only the table's first page",
    of: RESTRICTION,
    elsewhere: [DRIVER, OVERLAP, OVERLAP.replace('table_end', 'table_start + PAGE_SIZE')],
  },
  {
    name: 'restriction: looks only where a range begins',
    of: RESTRICTION,
    elsewhere: [DRIVER, OVERLAP, 'if (req_start < table_end && req_start >= table_start)'],
  },
  {
    name: 'restriction: tells only the first of two areas',
    of: RESTRICTION,
    elsewhere: [DRIVER, 'sparse->nr_areas = nr;', 'sparse->nr_areas = 1;'],
  },
  {
    name: 'restriction: off by one at the end of the table',
    of: RESTRICTION,
    // Shows where the table fills its pages to the last byte.
    elsewhere: [
      DRIVER,
      'u64 table_end = PAGE_ALIGN((u64)vdev->msix_offset + vdev->msix_size);',
      'u64 table_end = PAGE_ALIGN((u64)vdev->msix_offset + vdev->msix_size + 1);',
    ],
  },
  {
    name: 'restriction: an area overlaps the table',
    of: RESTRICTION,
    elsewhere: [DRIVER, 'sparse->areas[nr].offset = table_end;', 'sparse->areas[nr].offset = table_start;'],
  },
  {
    name: 'restriction: tells too small an argsz',
    of: RESTRICTION,
    elsewhere: [
      DRIVER,
      'info.argsz = sizeof(info) + caps.size;\n\t\t\tinfo.cap_offset = 0;',
      'info.argsz = sizeof(info) + 8;\n\t\t\tinfo.cap_offset = 0;',
    ],
  },
  {
    name: 'restriction: never frees the areas',
    of: RESTRICTION,
    elsewhere: [DRIVER, '\tkfree(sparse);\n', ''],
  },
  {
    name: 'restriction: lets a range end past the BAR',
    of: RESTRICTION,
    elsewhere: [DRIVER, 'if (req_start + req_len > phys_len)', 'if (req_start > phys_len)'],
  },
  {
    name: 'restriction: another answer to an unknown ioctl',
    of: RESTRICTION,
    elsewhere: [
      DRIVER,
      'return vfio_pci_ioctl_set_irqs(vdev, uarg);\n\tdefault:\n\t\treturn -ENOTTY;',
      'return vfio_pci_ioctl_set_irqs(vdev, uarg);\n\tdefault:\n\t\treturn -EINVAL;',
    ],
  },
  {
    name: 'restriction: pread shows the table',
    of: RESTRICTION,
    elsewhere: [
      'drivers/vfio/pci/vfio_pci_rdwr.c',
      'x_end = vdev->msix_offset + vdev->msix_size;',
      'x_end = vdev->msix_offset;',
    ],
  },
];

const optIn: Mistake[] = [
  {
    name: 'opt-in: forgets the overlap check',
    of: optInIoctl,
    elsewhere: [DRIVER, OVERLAP, 'if (req_start + req_len > phys_len)'],
  },
  {
    name: 'opt-in: forgets the flag check',
    of: optInIoctl,
    instead: [REFUSE, 'if (hdr.argsz < minsz)'],
  },
  {
    name: 'opt-in: forgets the argsz check',
    of: optInIoctl,
    instead: [REFUSE, 'if (hdr.flags & ~VFIO_PCI_ALLOW_MSIX_MMAP)'],
  },
  {
    name: 'opt-in: wants argsz exact',
    of: optInIoctl,
    instead: [REFUSE, REFUSE.replace('argsz <', 'argsz !=')],
  },
  {
    name: 'opt-in: opts in, then refuses the flags',
    of: optInIoctl,
    instead: [REFUSE, `WRITE_ONCE(vdev->msix_mmap, true);\n\n\t${REFUSE}`],
  },
  {
    name: 'opt-in: blames the value where the pointer is bad',
    of: optInIoctl,
    instead: ['return -EFAULT;', 'return -EINVAL;'],
  },
  {
    name: 'opt-in: resets nothing on open',
    of: optInIoctl,
    forgets: /^opening does/,
  },
  {
    name: 'opt-in: can be withdrawn',
    of: optInIoctl,
    instead: [WITHDRAW, '{\n\t\tWRITE_ONCE(vdev->msix_mmap, false);\n\t\treturn 0;\n\t}'],
  },
  {
    name: 'opt-in: says EBUSY and withdraws all the same',
    of: optInIoctl,
    instead: [WITHDRAW, 'return xchg(&vdev->msix_mmap, false) ? -EBUSY : 0;'],
  },
  {
    name: 'opt-in: still tells the sparse areas afterwards',
    of: optInIoctl,
    instead: ['if (READ_ONCE(vdev->msix_mmap))\n', 'if (READ_ONCE(vdev->msix_mmap) && !vdev->pdev)\n'],
  },
  {
    name: 'opt-in: still refuses the mmap afterwards',
    of: optInIoctl,
    forgets: /^the refusal of an mmap .* also asks/,
  },
  {
    name: 'opt-in: the dispatcher does not know it',
    of: optInIoctl,
    forgets: /^the dispatcher gains case/,
  },
  {
    name: 'opt-in: pread shows the table afterwards',
    of: optInIoctl,
    elsewhere: [
      'drivers/vfio/pci/vfio_pci_rdwr.c',
      'if (bar == vdev->msix_bar) {',
      'if (bar == vdev->msix_bar && !READ_ONCE(vdev->msix_mmap)) {',
    ],
  },
  {
    name: 'opt-in: sets up no interrupts afterwards',
    of: optInIoctl,
    elsewhere: [
      DRIVER,
      'max = vfio_pci_get_irq_count(vdev, hdr.index);',
      'max = READ_ONCE(vdev->msix_mmap) ? 0 : vfio_pci_get_irq_count(vdev, hdr.index);',
    ],
  },
  {
    name: 'opt-in: keeps memory at each call',
    of: optInIoctl,
    instead: [REFUSE, `if (!kmalloc(sizeof(hdr), GFP_KERNEL))\n\t\treturn -ENOMEM;\n\n\t${REFUSE}`],
  },
  {
    name: 'opt-in: takes back what was given while it gives again',
    of: optInIoctl,
    instead: [
      'WRITE_ONCE(vdev->msix_mmap, true);',
      `WRITE_ONCE(vdev->msix_mmap, false);
	schedule_timeout_uninterruptible(1);
	WRITE_ONCE(vdev->msix_mmap, true);`,
    ],
  },
  {
    name: 'opt-in: one flag for all devices',
    of: optInIoctl,
    instead: ['vdev->msix_mmap', 'msix_mmap_of_all', 5],
    elsewhere: [
      DRIVER,
      'int vfio_pci_core_enable(struct vfio_pci_core_device *vdev)\n',
      'static bool msix_mmap_of_all;\n\nint vfio_pci_core_enable(struct vfio_pci_core_device *vdev)\n',
    ],
  },
];

const toldByRegionInfo: Mistake[] = [
  {
    name: 'capability: told, and the mmap is still refused',
    of: newCapability,
    forgets: /^the refusal of an mmap .* goes/,
  },
  {
    name: 'capability: with the id of another',
    of: newCapability,
    instead: ['.id = VFIO_REGION_INFO_CAP_MSIX_MAPPABLE', '.id = VFIO_REGION_INFO_CAP_TYPE'],
  },
  {
    name: 'capability: without a version',
    of: newCapability,
    instead: ['.version = 1', '.version = 0'],
  },
  {
    name: 'capability: twice in the chain',
    of: newCapability,
    instead: [ADD, `vfio_info_add_capability(caps, &header, sizeof(header));\n\n\t${ADD}`],
  },
  {
    name: 'capability: the chain leads to nothing',
    of: newCapability,
    instead: [
      ADD,
      `struct vfio_info_cap_header none = {};
	int ret = vfio_info_add_capability(caps, &header, sizeof(header));

	return ret ?: vfio_info_add_capability(caps, &none, sizeof(none));`,
    ],
  },
  {
    name: 'capability: on every BAR',
    of: newCapability,
    elsewhere: [DRIVER, `${IF_TABLE} {`, 'if (info.index <= VFIO_PCI_BAR5_REGION_INDEX) {'],
  },
  {
    name: 'flag: on every BAR',
    of: regionFlag,
    elsewhere: [DRIVER, `${IF_TABLE} {`, 'if (info.index <= VFIO_PCI_BAR5_REGION_INDEX) {'],
  },
  {
    name: 'flag: on what cannot be mapped',
    of: regionFlag,
    elsewhere: [
      DRIVER,
      `\t\tbreak;\n${CASE_ROM}`,
      `\t\tif (!vdev->bar_mmap_supported[info.index])\n\t\t\t${SET_FLAG}\n\t\tbreak;\n${CASE_ROM}`,
    ],
  },
  {
    name: 'flag: never set',
    of: regionFlag,
    instead: [SET_FLAG, 'info.flags |= 0;'],
  },
  {
    name: 'flag: promises a chain, and there is none',
    of: regionFlag,
    set: ['as-posted'],
    instead: [SET_FLAG, SET_FLAG.replace(';', ' | VFIO_REGION_INFO_FLAG_CAPS;')],
  },
  {
    name: 'removal: keeps telling the sparse areas',
    of: unconditionalRemoval,
    set: ['as-posted'],
    forgets: /^(msix_sparse_mmap_cap\(\) goes|region info adds no capability)/,
  },
];

/** Mistakes that end a program, a guest, or the build. Their neighbours in the guest have to have results. */
const deadly: Mistake[] = [
  {
    name: 'capability: follows a NULL pointer',
    of: newCapability,
    instead: [ADD, `header.next = caps->buf->next;\n\n\t${ADD}`],
  },
  {
    name: 'restriction: follows a NULL pointer in an interrupt',
    of: RESTRICTION,
    elsewhere: [
      'drivers/vfio/pci/vfio_pci_intrs.c',
      'static irqreturn_t vfio_msihandler(int irq, void *arg)\n{\n\tstruct eventfd_ctx *trigger = arg;',
      'static irqreturn_t vfio_msihandler(int irq, void *arg)\n{\n\tstruct eventfd_ctx *trigger = NULL;',
    ],
  },
  {
    name: 'restriction: frees the areas twice',
    of: RESTRICTION,
    elsewhere: [DRIVER, '\tkfree(sparse);\n', '\tkfree(sparse);\n\tkfree(sparse);\n'],
  },
  {
    name: 'opt-in: follows a NULL pointer without MSI-X',
    of: optInIoctl,
    instead: [
      REFUSE,
      `struct resource *table = vdev->msix_bar <= VFIO_PCI_BAR5_REGION_INDEX ?
		&vdev->pdev->resource[vdev->msix_bar] : NULL;

	if (!table->end)
		return -EINVAL;

	${REFUSE}`,
    ],
  },
  {
    name: 'opt-in: waits for ever where it should refuse',
    of: optInIoctl,
    instead: [
      REFUSE,
      `while (hdr.flags & ~VFIO_PCI_ALLOW_MSIX_MMAP && !fatal_signal_pending(current))
		schedule_timeout_killable(HZ);

	if (hdr.argsz < minsz)`,
    ],
  },
  {
    name: 'opt-in: warns and does what it should',
    of: optInIoctl,
    instead: ['vdev->msix_mmap = false;', 'WARN_ON(xchg(&vdev->msix_mmap, false));'],
  },
  {
    name: 'opt-in: keeps a reference to the module',
    of: optInIoctl,
    instead: [
      'WRITE_ONCE(vdev->msix_mmap, true);',
      '__module_get(THIS_MODULE);\n\tWRITE_ONCE(vdev->msix_mmap, true);',
    ],
  },
  {
    name: 'flag: does not compile',
    of: regionFlag,
    instead: [SET_FLAG, SET_FLAG.replace('info.flags', 'info.flag')],
  },
];

/** Mistakes that a guest survives. */
export const HARMLESS: readonly Mistake[] = [...restriction, ...optIn, ...toldByRegionInfo];
export const DEADLY: readonly Mistake[] = deadly;
