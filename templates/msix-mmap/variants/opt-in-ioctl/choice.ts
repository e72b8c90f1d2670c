// SPDX-License-Identifier: GPL-2.0-only
import type { Edit } from '../../../../src/c/edit.ts';
import type { Expression } from '../../../../src/c/fragment.ts';
import type { Layout } from '../../layout/index.ts';
import { ALWAYS_GIVEN, announcedWhere, announces, explained } from '../../mappable-cap.ts';

/** The RFC's names. */
export const IOCTL = 'VFIO_DEVICE_PCI_ALLOW_MSIX_MMAP';
export const STRUCT = 'vfio_pci_allow_msix_mmap';
export const FLAG = 'VFIO_PCI_ALLOW_MSIX_MMAP';
/** The first number above those that v7.2 has, the newest tree known: the ioctl's on every tree before. */
export const NEWEST_IOCTL = 22;
/** The same, of device features. */
export const NEWEST_FEATURE = 13;

export const SUBJECT = 'vfio/pci: Let users opt in to mapping MSI-X tables';

/** What the ioctl and the feature are for, and why userspace has to say it. */
export const PROBLEM = `The pages that hold the MSI-X table cannot be mapped.  With 64K pages such
a page may hold device registers as well, a doorbell for example, and every
access to them becomes a system call.

Whether that page should be mapped is a choice between two goods: a client
that programs vectors through the table needs its accesses to the table
trapped, a client that has another way to set up vectors (a paravirtualized
PAPR guest, a driver that polls) wants fast registers.  Only userspace knows
which client it serves.`;

/** What is told of a region that may be mapped whole. */
export const described = (vfio: Layout) =>
  announces(vfio, {})
    ? `the BAR is described by VFIO_REGION_INFO_CAP_MSIX_MAPPABLE instead of
sparse areas and may be mapped whole.

Every client has to be taught the call, since nobody can make it in its place:
the choice begins and ends with the user of the device.  Behind it the client
finds the capability that QEMU and DPDK learnt to look for after v4.16.`
    : `the BAR is described without the sparse mmap capability and may be mapped
whole.`;

/** Whom it breaks. A tree of v4.15 and before is not restricted by this series. */
export const compatibility = (vfio: Layout) =>
  announces(vfio, {})
    ? `Without the opt-in the region is described as v4.15 described it, and not as
mainline has since commit a32295c612c5 ("vfio-pci: Allow mapping MSIX BAR").  That
breaks programs that were written since: those that map the region whole
without a look at its capabilities fail, and those that look for
VFIO_REGION_INFO_CAP_MSIX_MAPPABLE map around the table until they opt in.`
    : `A program that does not opt in finds the region described as before.`;

/** The device has a table, in a BAR that can be mapped; the bytes above the last BAR stand for no table. */
export const nothing = ({ device }: Layout): Expression => `vdev->msix_bar >= ${device.bars} ||
	    !vdev->bar_mmap_supported[vdev->msix_bar]`;

/** @param refused how a withdrawal is answered, where there is a call for one */
export const lifetime = (vfio: Layout, refused = '') => `The choice is the device's, for all who have it open:

 - It is reset when the device is opened first, so the next user does not
   inherit it.  A second file descriptor of the open device shares it.

 - It cannot be taken back while the device is open${refused}.  A mapping
   keeps the device open, hence no mapping in a page table of the CPU can
   outlive the choice that allowed it, and none has to be revoked.${
     vfio.dmaBuf
       ? `  A dma-buf is
   revoked when the device is closed.`
       : ''
}

 - What a user hands on to the IOMMU is another matter.  The type 1 driver maps
   the pages of a BAR for DMA (follow_fault_pfn()), and keeps them mapped when
   the BAR is unmapped and when the device is closed.  It does so for every BAR,
   and the choice adds the pages of the table to what it may do it for.

 - It only ever changes from false to true under readers, which makes
   WRITE_ONCE() and READ_ONCE() sufficient and a lock unnecessary.

 - Where there is nothing to choose it fails with -ENOTTY: the device has no
   MSI-X table, or has it in a BAR that cannot be mapped.`;

const OPTED = 'READ_ONCE(vdev->msix_mmap)';

/**
 * The choice is a state of the device from opening to closing; who describes or maps the BAR asks it.
 *
 * @param call `VFIO_DEVICE_PCI_ALLOW_MSIX_MMAP`
 */
export const remembersChoice = (vfio: Layout, call: string): Edit[] => [
  ...vfio.device.gainsBool('msix_mmap'),
  ...vfio.open.resets('vdev->msix_mmap = false;'),
  ...announcedWhere(vfio, {}, OPTED, `!${OPTED}`),
  ...vfio.refusals.flatMap((refusal) => refusal.isSkippedUnless([`!${OPTED}`], true, 'the user opted in')),
  ...explained(
    vfio,
    {},
    `vfio-pci gives it after ${call}; before, the pages
that hold the MSI-X table cannot be mapped, and VFIO_REGION_INFO_CAP_SPARSE_MMAP
leaves them out.  ${ALWAYS_GIVEN}`,
  ),
];

/** What the header says of the region, of an ioctl or a feature that is called `it`. */
export const explainsRegion = (
  vfio: Layout,
  it: string,
) => ` * By default the pages that hold the MSI-X table cannot be mapped, and the
 * region they are in is described with VFIO_REGION_INFO_CAP_SPARSE_MMAP.  A
 * user that sets up vectors only through VFIO_DEVICE_SET_IRQS, and wants fast
 * access to registers that share a page with the table, sets
 * ${it}: the region is then described
 * ${announces(vfio, {}) ? 'with VFIO_REGION_INFO_CAP_MSIX_MAPPABLE instead' : 'without that capability'} and may be mapped whole.
 * Writing to the table through such a mapping does not set up interrupts.${
   vfio.dmaBuf
     ? `
 *
 * The same goes for VFIO_DEVICE_FEATURE_DMA_BUF: these pages can be exported
 * afterwards, and not before.`
     : ''
}
 *
 * The choice is the device's, whichever of its file descriptors it was made
 * with, and lasts until the last one is closed; a mapping keeps it open.`;
