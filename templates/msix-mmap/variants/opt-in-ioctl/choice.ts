// SPDX-License-Identifier: GPL-2.0-only
import type { Edit } from '../../../../src/c/edit.ts';
import type { Layout } from '../../layout/index.ts';

/** The RFC's names. */
export const IOCTL = 'VFIO_DEVICE_PCI_ALLOW_MSIX_MMAP';
export const STRUCT = 'vfio_pci_allow_msix_mmap';
export const FLAG = 'VFIO_PCI_ALLOW_MSIX_MMAP';

export const SUBJECT = 'vfio/pci: Let userspace opt in to mapping the MSI-X table';

/** What the ioctl and the feature are for, and why userspace has to say it. */
export const PROBLEM = `The pages that hold the MSI-X table cannot be mapped.  With 64K pages such
a page usually holds device registers as well, a doorbell for example, and
every access to them becomes a system call.

Whether that page should be mapped is a choice between two goods: a client
that programs vectors through the table needs its accesses to the table
trapped, a client that has another way to set up vectors (a paravirtualized
PAPR guest, a driver that polls) wants fast registers.  Only userspace knows
which client it serves.`;

/** @param refused how a withdrawal is answered, where there is a call for one */
export const lifetime = (refused = '') => `The choice belongs to one user of the device:

 - It is reset when the device is opened, so the next user does not inherit
   it.

 - It cannot be taken back while the device is open${refused}.  A mapping
   keeps the device open, hence no mapping of the table can outlive the choice
   that allowed it, and nothing has to be revoked.

 - It only ever changes from false to true under readers, which makes
   WRITE_ONCE() and READ_ONCE() sufficient and a lock unnecessary.`;

/** The choice is a state of the device from opening to closing; who describes or maps the BAR asks it. */
export const remembersChoice = (vfio: Layout): Edit[] => [
  ...vfio.device.gainsBool('msix_mmap'),
  ...vfio.open.resets('vdev->msix_mmap = false;'),
  ...vfio.regionInfo.asksForCapability(['!READ_ONCE(vdev->msix_mmap)']),
  ...vfio.refusals.flatMap((refusal) => refusal.isSkippedUnless(['!READ_ONCE(vdev->msix_mmap)'], true)),
];
