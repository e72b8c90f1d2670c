// SPDX-License-Identifier: GPL-2.0-only
import type { Variant } from '../../../src/series/topic.ts';
import { type Contract, mappable } from '../contract.ts';
import type { Layout } from '../layout/index.ts';

/** The check goes, and nothing is said about it: where the discussion ended (mail 10). */
export const unconditionalRemoval: Variant<Layout, Contract> = {
  id: 'unconditional-removal',
  title: 'unconditional removal',
  origin: 'David Gibson (mails 6 and 10, 22 to 29 November 2017)',
  answer: `The refusal goes, and the sparse mmap capability with it; userspace is told nothing new.  It is the
smallest of the designs and adds nothing to the UAPI.  The price is that a user cannot tell such a kernel from an
older one before it tries, unless it notices that the capability is gone.`,

  patches: () => [
    {
      subject: 'vfio/pci: Stop treating the MSI-X table specially in mmap',
      body: `The pages that hold the MSI-X table cannot be mapped.  With 64K pages such
a page usually holds device registers as well, and every access to them
becomes a system call.

All that the refusal achieves is a poor attempt to keep users from shooting
themselves in the foot.  Vectors that are written into the table by hand do
not work, because the host has not set them up; nothing worse happens, because
a device that can do DMA can do whatever write the table could make it do, and
the IOMMU has to deal with both.

It was asked how the kernel could decide whom to allow the mapping, by a
property of the IOMMU group, of the PCI bus, or by asking the user.  There is
nothing to decide.  A client that does not want to map the page does not map
it; a client that traps accesses to the table overlays the mapping, as QEMU
does.

Remove the refusal and the sparse mmap capability with it.  Userspace is told
nothing new: a client that finds the region mappable, and no capability that
says otherwise, may map all of it.  The price is that it cannot tell such a
kernel from an older one before it tries, unless it notices that the sparse
capability is gone.

Link: https://lore.kernel.org/r/20171122040932.970-1-aik@ozlabs.ru`,
      edits: (vfio) => [
        ...vfio.regionInfo.dropsCapability(),
        ...vfio.refusals.flatMap((refusal) => refusal.goes()),
      ],
    },
  ],

  contract: () => ({ fresh: mappable(), oldUserspace: 'whole' }),
};
