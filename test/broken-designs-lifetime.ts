// SPDX-License-Identifier: GPL-2.0-only
// Designs with one mistake in what is beside the region and its mmap: how long a mapping lives, what is given back, who
// holds a BAR, how its pages are cached, how interrupts are armed, and what a reset does.

import { unconditionalRemoval } from '../templates/msix-mmap/variants/unconditional-removal.ts';
import { foundBy, inTree, type Mistake } from './broken-variant.ts';

const DRIVER = 'drivers/vfio/pci/vfio_pci_core.c';
const CONFIG = 'drivers/vfio/pci/vfio_pci_config.c';
const INTERRUPTS = 'drivers/vfio/pci/vfio_pci_intrs.c';
const ACCESS = 'drivers/vfio/pci/vfio_pci_rdwr.c';

const NONCACHED = '\tvma->vm_page_prot = pgprot_noncached(vma->vm_page_prot);\n';
const ZAP =
  'zap_vma_ptes(vma, vma->vm_start,\n\t\t\t\t     vma->vm_end - vma->vm_start);\n\t\t}\n\t\tmutex_unlock';

const lifetime = [
  inTree(
    'mapping: stays when config space puts the device to sleep',
    CONFIG,
    'if (state >= PCI_D3hot)\n\t\tvfio_pci_zap_and_down_write_memory_lock(vdev);\n\telse\n\t\tdown_write',
    'if (state >= PCI_D3hot)\n\t\tdown_write(&vdev->memory_lock);\n\telse\n\t\tdown_write',
  ),
  inTree(
    'mapping: may be touched while the device sleeps',
    CONFIG,
    'return pdev->current_state < PCI_D3hot &&\n\t       (pdev',
    'return (pdev',
  ),
  inTree(
    'mapping: stays as the device enters low power',
    DRIVER,
    'vfio_pci_zap_and_down_write_memory_lock(vdev);\n\tif (vdev->pm_runtime_engaged) {',
    'down_write(&vdev->memory_lock);\n\tif (vdev->pm_runtime_engaged) {',
  ),
  inTree('mapping: does not come back from low power', DRIVER, '\t\tvdev->pm_runtime_engaged = false;\n', ''),
  inTree(
    'mapping: only its first page is taken away',
    DRIVER,
    ZAP,
    'zap_vma_ptes(vma, vma->vm_start, PAGE_SIZE);\n\t\t}\n\t\tmutex_unlock',
  ),
  inTree(
    'mapping: that of another process stays',
    DRIVER,
    ZAP,
    `if (mm == current->mm)
				zap_vma_ptes(vma, vma->vm_start,
					     vma->vm_end - vma->vm_start);
		}
		mutex_unlock`,
  ),
  inTree(
    'mapping: only one of two is taken away',
    DRIVER,
    `kfree(mmap_vma);

			zap_vma_ptes(vma, vma->vm_start,
				     vma->vm_end - vma->vm_start);
		}`,
    `kfree(mmap_vma);

			if (list_empty(&vdev->vma_list))
				zap_vma_ptes(vma, vma->vm_start,
					     vma->vm_end - vma->vm_start);
		}`,
  ),
];

const kept = [
  inTree(
    'kept: the eventfd of a request for the device, at the close',
    DRIVER,
    '\t\teventfd_ctx_put(vdev->req_trigger);\n',
    '',
  ),
  inTree(
    'kept: the eventfd of INTx that is disarmed',
    INTERRUPTS,
    '\tif (vdev->ctx[0].trigger)\n\t\teventfd_ctx_put(vdev->ctx[0].trigger);\n',
    '',
  ),
  inTree(
    'kept: the eventfd that another one replaces',
    INTERRUPTS,
    '\t\t\tif (*ctx)\n\t\t\t\teventfd_ctx_put(*ctx);\n\n\t\t\t*ctx = efdctx;',
    '\t\t\t*ctx = efdctx;',
  ),
  inTree(
    'kept: the eventfd that low power ends by',
    DRIVER,
    '\t\t\teventfd_ctx_put(vdev->pm_wake_eventfd_ctx);\n',
    '',
  ),
  inTree(
    "kept: a vector's name",
    INTERRUPTS,
    '\t\tkfree(vdev->ctx[vector].name);\n\t\teventfd_ctx_put(vdev->ctx[vector].trigger);',
    '\t\teventfd_ctx_put(vdev->ctx[vector].trigger);',
  ),
  inTree(
    'kept: what a call on interrupts was given, where it fails',
    DRIVER,
    'mutex_unlock(&vdev->igate);\n\tkfree(data);',
    'mutex_unlock(&vdev->igate);\n\tif (!ret)\n\t\tkfree(data);',
  ),
];

const keptOfTheBus = [
  inTree(
    'kept: the devices that a hot reset would reset',
    DRIVER,
    '\tkfree(devices);\n\treturn ret;',
    '\treturn ret;',
  ),
  inTree(
    'kept: the group of a hot reset that fails',
    DRIVER,
    '\tfor (file_idx--; file_idx >= 0; file_idx--)\n\t\tfput(files[file_idx]);',
    '\tfor (file_idx--; !ret && file_idx >= 0; file_idx--)\n\t\tfput(files[file_idx]);',
  ),
  inTree(
    'kept: the list of groups of a hot reset with a bad pointer',
    DRIVER,
    '\t\tkfree(group_fds);\n\t\tkfree(files);\n\t\treturn -EFAULT;',
    '\t\tkfree(files);\n\t\treturn -EFAULT;',
  ),
];

const keptAtLast = [
  inTree('ioeventfd: a second one for the same is not refused', ACCESS, 'ret = -EEXIST;', 'ret = 0;'),
  inTree(
    'kept: a note of each mapping that was touched',
    DRIVER,
    'list_del(&mmap_vma->vma_next);\n\t\t\tkfree(mmap_vma);\n\t\t\tbreak;',
    'list_del(&mmap_vma->vma_next);\n\t\t\tbreak;',
  ),
  inTree(
    'kept: the map of config space, at the close',
    CONFIG,
    '\tkfree(vdev->pci_config_map);\n\tvdev->pci_config_map = NULL;\n\tif (vdev->msi_perm)',
    '\tvdev->pci_config_map = NULL;\n\tif (vdev->msi_perm)',
  ),
  inTree('kept: the device stays enabled', DRIVER, 'out:\n\tpci_disable_device(pdev);', 'out:'),
];

const resources: Mistake[] = [
  inTree(
    'BAR: nobody holds it while it is mapped',
    DRIVER,
    '\t\tret = pci_request_selected_regions(pdev,\n\t\t\t\t\t\t   1 << index, "vfio-pci");\n\t\tif (ret)\n\t\t\treturn ret;\n',
    '',
  ),
  inTree('BAR: is held under the name of nobody', DRIVER, '1 << index, "vfio-pci");', '1 << index, NULL);'),
  inTree(
    'BAR: write combined where there is no table',
    DRIVER,
    NONCACHED,
    `\tif (index == vdev->msix_bar)
		vma->vm_page_prot = pgprot_noncached(vma->vm_page_prot);
	else
		vma->vm_page_prot = pgprot_writecombine(vma->vm_page_prot);
`,
  ),
  {
    name: "BAR: write combined in the table's pages alone",
    of: unconditionalRemoval,
    elsewhere: [
      DRIVER,
      NONCACHED,
      `\tif (index == vdev->msix_bar && req_len == PAGE_SIZE &&
	    req_start == PAGE_ALIGN_DOWN((u64)vdev->msix_offset))
		vma->vm_page_prot = pgprot_writecombine(vma->vm_page_prot);
	else
		vma->vm_page_prot = pgprot_noncached(vma->vm_page_prot);
`,
    ],
  },
];

const interrupts = [
  inTree(
    'interrupts: INTx is not unmasked by an eventfd',
    INTERRUPTS,
    `if (fd >= 0)
			return vfio_virqfd_enable((void *) vdev,`,
    `if (fd >= 0 && vdev->ctx[0].masked)
			return vfio_virqfd_enable((void *) vdev,`,
  ),
  inTree(
    'interrupts: masking of INTx does nothing',
    INTERRUPTS,
    'if (flags & VFIO_IRQ_SET_DATA_NONE) {\n\t\t__vfio_pci_intx_mask(vdev);',
    'if (flags & VFIO_IRQ_SET_DATA_NONE) {\n\t\tlockdep_assert_held(&vdev->igate);',
  ),
  inTree(
    'interrupts: a call that asks for no signal gives one',
    INTERRUPTS,
    'if (bools[i - start])\n\t\t\t\teventfd_signal',
    'if (!bools[i - start])\n\t\t\t\teventfd_signal',
  ),
  inTree(
    'interrupts: a vector keeps its first eventfd',
    INTERRUPTS,
    'if (vdev->ctx[vector].trigger) {\n\t\tirq_bypass_unregister_producer',
    'if (vdev->ctx[vector].trigger && fd >= 0)\n\t\treturn 0;\n\n\tif (vdev->ctx[vector].trigger) {\n\t\tirq_bypass_unregister_producer',
  ),
  inTree(
    'interrupts: more vectors than at first are no mistake',
    INTERRUPTS,
    'if (start >= vdev->num_ctx || start + count > vdev->num_ctx)\n\t\treturn -EINVAL;',
    'if (start >= vdev->num_ctx || start + count > vdev->num_ctx)\n\t\treturn 0;',
  ),
  inTree(
    'interrupts: INTx cannot be masked, says its info',
    DRIVER,
    '(VFIO_IRQ_INFO_MASKABLE | VFIO_IRQ_INFO_AUTOMASKED);',
    'VFIO_IRQ_INFO_AUTOMASKED;',
  ),
  inTree(
    'interrupts: two requests for the device',
    DRIVER,
    'irq_type == VFIO_PCI_REQ_IRQ_INDEX) {\n\t\treturn 1;',
    'irq_type == VFIO_PCI_REQ_IRQ_INDEX) {\n\t\treturn 2;',
  ),
  inTree(
    'interrupts: no error of the device is told',
    INTERRUPTS,
    'if (pci_is_pcie(vdev->pdev))\n\t\t\t\tfunc = vfio_pci_set_err_trigger;',
    'break;',
  ),
];

const ofTheDevice = [
  inTree(
    'reset: says so and resets nothing',
    DRIVER,
    'ret = pci_try_reset_function(vdev->pdev);',
    'ret = 0;',
  ),
  inTree(
    'reset: not while something is mapped',
    DRIVER,
    '\tvfio_pci_zap_and_down_write_memory_lock(vdev);\n\n\t/*\n\t * This function can be invoked while the power state is non-D0. If',
    '\tif (!list_empty(&vdev->vma_list))\n\t\treturn -EBUSY;\n\tvfio_pci_zap_and_down_write_memory_lock(vdev);\n\n\t/*\n\t * This function can be invoked while the power state is non-D0. If',
  ),
  inTree(
    'mapping: stays through a reset by config space',
    CONFIG,
    'if (!ret && (cap & PCI_EXP_DEVCAP_FLR)) {\n\t\t\tvfio_pci_zap_and_down_write_memory_lock(vdev);',
    'if (!ret && (cap & PCI_EXP_DEVCAP_FLR)) {\n\t\t\tdown_write(&vdev->memory_lock);',
  ),
];

const ofTheBus = [
  inTree(
    'mapping: stays through a hot reset',
    DRIVER,
    'if (!vfio_pci_zap_and_vma_lock(cur_vma, true)) {',
    'if (!mutex_trylock(&cur_vma->vma_lock)) {',
  ),
  inTree(
    'hot reset: says so and resets nothing',
    DRIVER,
    '\tret = pci_reset_bus(pdev);\n\nerr_undo:',
    '\tret = 0;\n\nerr_undo:',
  ),
  inTree(
    'hot reset: of whom it resets nothing is told',
    DRIVER,
    '\tif (!ret)\n\t\thdr.count = fill.cur;',
    '\tif (!ret)\n\t\thdr.count = 0;',
  ),
  inTree(
    'hot reset: everybody may, whatever groups are his',
    DRIVER,
    'if (!vfio_dev_in_groups(cur_vma, groups)) {',
    'if (!groups) {',
  ),
  inTree(
    'hot reset: too many groups are no mistake',
    DRIVER,
    'if (!hdr.count || hdr.count > count)',
    'if (!hdr.count)',
  ),
];

/** Mistakes that a guest survives. */
export const LIFETIME: readonly Mistake[] = [
  ...foundBy('taken', [...lifetime, ...ofTheDevice]),
  ...foundBy('kept', [...kept, ...keptAtLast]),
  ...foundBy('resource', resources),
  ...foundBy('interrupt', interrupts),
  ...foundBy('bus', [...keptOfTheBus, ...ofTheBus]),
];
