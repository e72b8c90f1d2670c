// SPDX-License-Identifier: GPL-2.0-only
import type { Statements } from '../../../src/c/fragment.ts';
import type { Variant } from '../../../src/series/topic.ts';
import { type Contract, mappableAs } from '../contract.ts';
import type { Layout } from '../layout/index.ts';
import { AS_POSTED, announces, explained, mappableCap } from '../mappable-cap.ts';
import { nothingIsRefused } from '../prerequisite.ts';

const FLAG = 'VFIO_REGION_INFO_FLAG_MSIX_MAPPABLE';

const SETS = (vfio: Layout): Statements => `${vfio.regionInfo.info}flags |= ${FLAG};`;

const BOTH = `Since v4.16 userspace has been told by VFIO_REGION_INFO_CAP_MSIX_MAPPABLE, which
QEMU and DPDK look for; they know no flag, and leave the page out where the
capability is missing.  So give both.  The flag is then a second way to say the
same, and whether that is worth a bit is for discussion.`;

const DMA_BUF = `

The table's pages can be exported as a dma-buf again, for there is no mmap left
to go around: that code is what it was before the series.`;

const FLAG_ALONE = `Userspace of today looks for VFIO_REGION_INFO_CAP_MSIX_MAPPABLE and knows no
flag: QEMU and DPDK leave the page out, as before.  A client that looks at
neither finds a region that can be mapped.`;

/** Region info says in one bit that the BAR holds the table and may be mapped nevertheless. */
export const regionFlag: Variant<Layout, Contract> = {
  id: 'region-flag',
  title: 'region flag',
  origin: 'Alex Williamson, first of the alternatives in mail 2 (22 November 2017)',
  answer: `The refusal goes, and a new flag of the region info says which BAR holds the MSI-X table and may be mapped
nevertheless.  It takes one of the bits that all kinds of regions share.  The sparse mmap capability is no longer
given, so that an old binary, too, finds a region that it may map whole.`,
  today: `When the flag was thought of, there was no VFIO_REGION_INFO_CAP_MSIX_MAPPABLE.  QEMU and DPDK look for that
capability and for no flag, so both are given, and say the same.  What the flag adds is that nobody has to walk a chain.`,
  parameters: { 'as-posted': AS_POSTED },

  client: () => ({ NEW_REGION_FLAG: FLAG }),

  patches: (layout, parameters) => [
    {
      subject: 'vfio/pci: Flag the BAR whose MSI-X table may be mapped',
      body: `The pages that hold the MSI-X table cannot be mapped.  With 64K pages such
a page may hold device registers as well, and every access to them becomes
a system call.

The refusal protects nobody.  The table only names the address and the data
of a DMA write; a device that can do DMA can do that write without the table,
and interrupt remapping has to stop either.  What the refusal does is to keep
users from setting up vectors in a way that does not work, and a user that
wants vectors knows VFIO_DEVICE_SET_IRQS.

So allow the mapping.  What remains is to tell userspace, since a client that
traps accesses to the table, as QEMU does, wants to know that the table is
inside a region which it may map, instead of trying.  It was proposed to use a
flag of the existing region info for that.  Do so: set
${FLAG}, next to the flag for mmap, on the region
that holds the table.  The sparse mmap capability goes, for there is nothing
left to leave out.

A flag costs one of the bits that all kinds of regions share, for something
that only a PCI BAR can mean.  In exchange it is read without a walk through a
capability chain.

${announces(layout, parameters) ? BOTH : FLAG_ALONE}${layout.dmaBuf ? DMA_BUF : ''}

Link: https://lore.kernel.org/r/20171122040932.970-1-aik@ozlabs.ru`,
      edits: (vfio) => [
        ...vfio.uapi.gainsRegionFlag(FLAG, 'MSI-X table may be mapped'),
        ...(announces(vfio, parameters)
          ? vfio.regionInfo.advertises({ ...mappableCap(vfio), statement: SETS(vfio) })
          : vfio.regionInfo.dropsCapability(SETS(vfio))),
        ...explained(
          vfio,
          parameters,
          `${FLAG} in the flags of the region says the same, for
those who do not want to walk the capability chain.  It is newer: kernels from
v4.16 on give the capability, and those before the flag do not set it.  So the
flag alone says that the table may be mapped, and its absence says nothing.`,
        ),
        ...nothingIsRefused(vfio),
      ],
    },
  ],

  contract: (vfio, parameters) => ({
    fresh: mappableAs(announces(vfio, parameters), [FLAG]),
    oldUserspace: 'whole',
  }),
};
