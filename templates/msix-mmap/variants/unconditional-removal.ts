// SPDX-License-Identifier: GPL-2.0-only
import type { Variant } from '../../../src/series/topic.ts';
import { type Contract, mappableAs } from '../contract.ts';
import type { Layout } from '../layout/index.ts';
import { AS_POSTED, announces, mappableCap } from '../mappable-cap.ts';
import { nothingIsRefused } from '../prerequisite.ts';

const TOLD = `Remove the refusal and the sparse mmap capability with it.  The discussion
ended at telling userspace nothing.  Depart from that: QEMU and DPDK have come
to look for VFIO_REGION_INFO_CAP_MSIX_MAPPABLE, and leave the page out where it
is not given, so give it.

That is what commit a32295c612c5 ("vfio-pci: Allow mapping MSIX BAR") merged in
v4.16.  Together with the patches before, which take it back to have the base of
the other designs, the series nets to nothing: the driver is the one that it
started from.  What is left of the design is this message: from the diff on the
patch is the one that proposes the capability.`;

const UNTOLD = `Remove the refusal and the sparse mmap capability with it.  Userspace is told
nothing new: a client that finds the region mappable, and no capability that
says otherwise, may map all of it.  The price is that it cannot tell such a
kernel from an older one before it tries.  QEMU and DPDK do not try: they leave
the page out unless they find VFIO_REGION_INFO_CAP_MSIX_MAPPABLE, and gain
nothing.`;

/** The check goes, and nothing is said about it: where the discussion ended (mail 10). */
export const unconditionalRemoval: Variant<Layout, Contract> = {
  id: 'unconditional-removal',
  title: 'unconditional removal',
  origin: 'David Gibson (mails 6 and 10, 22 to 29 November 2017)',
  answer: `The refusal goes, and the sparse mmap capability with it; nobody is asked, and nothing decides.  It is the
smallest of the designs and adds nothing to the UAPI.  VFIO_REGION_INFO_CAP_MSIX_MAPPABLE tells where the kernel has it.`,
  today: `The discussion wanted to tell userspace nothing.  QEMU and DPDK map the table's pages only where they find
VFIO_REGION_INFO_CAP_MSIX_MAPPABLE, since v4.16, so the removal keeps announcing it.  With that it is new-capability, the
kernel of v4.16 and later: the two differ in how they came about, no longer in what they do.`,
  parameters: { 'as-posted': AS_POSTED },

  patches: (layout, parameters) => [
    {
      subject: 'vfio/pci: Stop treating the MSI-X table specially in mmap',
      body: `The pages that hold the MSI-X table cannot be mapped.  With 64K pages such
a page may hold device registers as well, and every access to them becomes
a system call.

All that the refusal achieves is a poor attempt to keep users from shooting
themselves in the foot.  Vectors that are written into the table by hand do
not work, because the host has not set them up; nothing worse happens, because
a device that can do DMA can do whatever write the table could make it do, and
the IOMMU has to deal with both.

It was asked how the kernel could decide whom to allow the mapping, by a
property of the IOMMU group, of the PCI bus, or by asking the user.  There is
nothing to decide.  A client that does not want to map the page does not map
it, and a client that traps accesses to the table overlays the mapping.

${announces(layout, parameters) ? TOLD : UNTOLD}

Link: https://lore.kernel.org/r/20171122040932.970-1-aik@ozlabs.ru`,
      edits: (vfio) => [
        ...(announces(vfio, parameters)
          ? vfio.regionInfo.advertises(mappableCap(vfio))
          : vfio.regionInfo.dropsCapability()),
        ...nothingIsRefused(vfio),
      ],
    },
  ],

  contract: (vfio, parameters) => ({
    fresh: mappableAs(announces(vfio, parameters)),
    oldUserspace: 'whole',
  }),
};
