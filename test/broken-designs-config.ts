// SPDX-License-Identifier: GPL-2.0-only
// Designs with one mistake in what is put back, kept from users or left to the next one: kinds that somebody thought of who
// had seen neither tests nor templates.
import { optInIoctl } from '../templates/msix-mmap/variants/opt-in-ioctl.ts';
import { foundBy, inTree, type Mistake } from './broken-variant.ts';

const CORE = 'drivers/vfio/pci/vfio_pci_core.c';
const CONFIG_SPACE = 'drivers/vfio/pci/vfio_pci_config.c';
const INTERRUPTS = 'drivers/vfio/pci/vfio_pci_intrs.c';
const OVERLAP = 'if (req_start < table_end && req_start + req_len > table_start)\n\t\t\treturn -EINVAL;';

const configSpace: readonly Mistake[] = [
  inTree(
    'config: decoding stays on after a call that needs it',
    CORE,
    'if (!(cmd & PCI_COMMAND_MEMORY))\n\t\tpci_write_config_word(vdev->pdev, PCI_COMMAND,\n\t\t\t\t      cmd | PCI_COMMAND_MEMORY);',
    'cmd |= PCI_COMMAND_MEMORY;\n\tpci_write_config_word(vdev->pdev, PCI_COMMAND, cmd);',
  ),
  inTree(
    'config: BARs are told in whole pages',
    CONFIG_SPACE,
    'mask = ~(pci_resource_len(pdev, bar) - 1);',
    'mask = ~((u64)PAGE_ALIGN(pci_resource_len(pdev, bar)) - 1);',
  ),
  inTree(
    'config: a call that fails leaves vectors enabled',
    INTERRUPTS,
    'if (ret)\n\t\t\tvfio_msi_disable(vdev, msix);\n\n\t\treturn ret;',
    'return ret;',
  ),
  inTree(
    'config: the MSI-X capability is written through',
    CONFIG_SPACE,
    '\tcap_perms[PCI_CAP_ID_VNDR].writefn = vfio_raw_config_write;\n',
    '\tcap_perms[PCI_CAP_ID_VNDR].writefn = vfio_raw_config_write;\n\tcap_perms[PCI_CAP_ID_MSIX].writefn = vfio_raw_config_write;\n',
  ),
  inTree(
    'config: INTx is masked by a word, and by no byte',
    CONFIG_SPACE,
    'if (offset >= PCI_COMMAND && offset <= PCI_COMMAND + 1) {',
    'if (offset == PCI_COMMAND) {',
  ),
  inTree(
    'power: a write that is refused keeps the device awake',
    CORE,
    '\t\tif (iswrite)\n\t\t\tret = -EINVAL;\n\t\telse\n\t\t\tret = vfio_pci_bar_rw(vdev, buf, count, ppos, false);',
    '\t\tif (iswrite)\n\t\t\treturn -EINVAL;\n\n\t\tret = vfio_pci_bar_rw(vdev, buf, count, ppos, false);',
  ),
  inTree(
    'power: INTx that was masked comes back unmasked',
    CORE,
    'vdev->pm_intx_masked = ((vdev->irq_type == VFIO_PCI_INTX_IRQ_INDEX) &&\n\t\t\t\tvfio_pci_intx_mask(vdev));',
    'vdev->pm_intx_masked = (vdev->irq_type == VFIO_PCI_INTX_IRQ_INDEX);\n\tif (vdev->pm_intx_masked)\n\t\tvfio_pci_intx_mask(vdev);',
  ),
];

const others: readonly Mistake[] = [
  {
    ...inTree('next user: has fewer ioeventfds', CORE, '\tvdev->ioeventfds_nr = 0;\n', ''),
    by: 'kept',
  },
  {
    ...inTree(
      'next user: ports stay claimed',
      CORE,
      'if (!vdev->barmap[bar])\n\t\t\tcontinue;\n\t\tpci_iounmap',
      'if (!vdev->barmap[bar] || !vdev->bar_mmap_supported[bar])\n\t\t\tcontinue;\n\t\tpci_iounmap',
    ),
    by: 'resource',
  },
  {
    ...inTree(
      'virtual functions: kept for a driver that is none',
      CORE,
      'pdev->driver_override = kasprintf(GFP_KERNEL, "%s",\n\t\t\t\t\t\t  vdev->vdev.ops->name);',
      'pdev->driver_override = kasprintf(GFP_KERNEL, "%s",\n\t\t\t\t\t\t  KBUILD_MODNAME);',
    ),
    by: 'bus',
  },
  {
    ...inTree(
      'log: a line for each mmap that is refused',
      CORE,
      OVERLAP,
      `if (req_start < table_end && req_start + req_len > table_start) {
			pci_warn(pdev, "refusing mmap of the MSI-X table\\n");
			return -EINVAL;
		}`,
    ),
    by: 'hostile',
  },
  {
    name: 'log: a warning with a trace for an opt-in that is refused',
    of: optInIoctl,
    instead: [
      'if (hdr.argsz < minsz || hdr.flags & ~VFIO_PCI_ALLOW_MSIX_MMAP)',
      'if (WARN_ON_ONCE(hdr.argsz < minsz || hdr.flags & ~VFIO_PCI_ALLOW_MSIX_MMAP))',
    ],
    by: 'hostile',
  },
  {
    ...inTree(
      'fault: another signal while decoding is off',
      CORE,
      'if (vdev->pm_runtime_engaged || !__vfio_pci_memory_enabled(vdev)) {\n\t\tret = VM_FAULT_SIGBUS;',
      'if (vdev->pm_runtime_engaged || !__vfio_pci_memory_enabled(vdev)) {\n\t\tret = VM_FAULT_SIGSEGV;',
    ),
    by: 'taken',
  },
  {
    ...inTree(
      'signals by hand: values are counted from the first vector',
      INTERRUPTS,
      'if (bools[i - start])',
      'if (bools[i])',
    ),
    by: 'interrupt',
  },
  {
    ...inTree(
      'binding: takes every device that has no driver',
      'drivers/vfio/pci/vfio_pci.c',
      'PCI_DRIVER_OVERRIDE_DEVICE_VFIO(PCI_ANY_ID, PCI_ANY_ID)',
      'PCI_DEVICE(PCI_ANY_ID, PCI_ANY_ID)',
    ),
    by: 'answers',
  },
];

/** All of them, each to be found by one program. */
export const CONFIG: readonly Mistake[] = [...foundBy('config', configSpace), ...others];
