// SPDX-License-Identifier: GPL-2.0-only
import type { Variant } from '../../../src/series/topic.ts';
import { type Contract, mappable } from '../contract.ts';
import type { Layout } from '../layout/index.ts';
import { MAPPABLE_CAP, mappableCap } from '../mappable-cap.ts';
import { nothingIsRefused } from '../prerequisite.ts';

const COMMENT = `/*
 * The region holds an MSI-X table and may be mapped whole, the table included:
 * registers that share a system page with the table are within reach.  Vectors
 * are still set up through VFIO_DEVICE_SET_IRQS only.
 */
`;

const MERGED = `This is what v4.16 merged as commit a32295c612c5 ("vfio-pci: Allow mapping MSIX
BAR").  Together with the patches before, which take that back to have the base
of the other designs, the series nets to nothing: the driver is the one that it
started from.  So does the unconditional removal, once it announces the mapping:
from the diff on that patch is this one.  It is here so that the six designs
stand side by side, and the rest of this message is the case that was made for
it.

`;

/** Region info says it by a capability without data: what was merged in v4.16 (commit a32295c612c5). */
export const newCapability: Variant<Layout, Contract> = {
  id: 'new-capability',
  title: 'new capability',
  origin: 'Alex Williamson, last of the alternatives in mail 2; merged in v4.16 as commit a32295c612c5',
  answer: `The refusal goes, and a capability without data takes the place of the sparse mmap capability: the region
holds the MSI-X table and may be mapped whole.  It costs no shared bit and can grow by its version.  An old binary
skips what it does not know, and finds a region that it may map whole.`,
  today: `It was merged in v4.16 as commit a32295c612c5.  On a kernel that has it the series first takes it back, to have
the base of the other designs, and then gives it again: nothing of it is left to send but the selftest, where there is one.
The unconditional removal announces it too, unless as posted, and is then the same patch under another message.`,

  client: () => ({ NEW_REGION_CAP: MAPPABLE_CAP }),

  patches: (layout) => {
    const merged = layout.uapi.defines(MAPPABLE_CAP);
    return [
      {
        subject: 'vfio/pci: Announce a mappable MSI-X table by a capability',
        body: `${merged ? MERGED : ''}The pages that hold the MSI-X table cannot be mapped.  With 64K pages such
a page may hold device registers as well, and every access to them becomes
a system call.

The refusal protects nobody.  The table only names the address and the data
of a DMA write; a device that can do DMA can do that write without the table,
and interrupt remapping has to stop either.  It was asked how that can fail
to be a security issue; the answer is that it would be one with or without
the mapping, which is why VFIO's type 1 driver hands out no device without
interrupt remapping unless the administrator has set allow_unsafe_interrupts.
(SPAPR TCE and the no-IOMMU mode hand it out anyway.)

So allow the mapping, and tell userspace by a capability of the region info
that carries no data: its presence says that the region holds an MSI-X table
and may be mapped whole.  It replaces the sparse mmap capability, and the two
never appear together.

Compared with a flag this leaves the shared flag bits alone, has room to grow
by its version, and follows the way in which region info already describes
what only some regions have.  A client that does not know it skips it in the
chain, as it must skip any capability, and finds a region that can be mapped.

Link: https://lore.kernel.org/r/20171122040932.970-1-aik@ozlabs.ru`,
        edits: (vfio) => [
          ...(vfio.uapi.defines(MAPPABLE_CAP) ? [] : vfio.uapi.gainsRegionCapability(MAPPABLE_CAP, COMMENT)),
          ...vfio.regionInfo.advertises(mappableCap(vfio)),
          ...nothingIsRefused(vfio),
        ],
      },
    ];
  },

  contract: () => ({ fresh: mappable({ capabilities: [MAPPABLE_CAP] }), oldUserspace: 'whole' }),
};
