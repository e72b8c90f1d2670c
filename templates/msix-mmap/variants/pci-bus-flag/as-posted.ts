// SPDX-License-Identifier: GPL-2.0-only
import type { Expression, Statements } from '../../../../src/c/fragment.ts';
import type { PatchTemplate } from '../../../../src/series/topic.ts';
import type { Layout } from '../../layout/index.ts';
import { BY_BUS } from '../../proposals.ts';

const FLAG = 'PCI_BUS_FLAGS_MSI_REMAP';

const busFlag: PatchTemplate<Layout> = {
  subject: 'PCI: Add a bus flag for remapped MSIs, as proposed',
  body: `This is the flag as it was proposed, kept so that it can be
compared with what a review made of it.

Whoever hands a device to userspace wants to know whether it can raise
interrupts that are not its own, by writing to the address of an MSI.  Add a
bus flag that says so.  A bus inherits it from its parent like the others.

${BY_BUS.cited}`,
  edits: ({ bus }) => bus.gainsFlag(FLAG),
};

const marked = (isolates: Expression): Statements => `	if (dev_is_pci(dev) && ${isolates})
		to_pci_dev(dev)->bus->bus_flags |= ${FLAG};

`;

const byIommu: PatchTemplate<Layout> = {
  subject: 'iommu: Flag the buses of devices whose MSIs are remapped, as proposed',
  body: `When an IOMMU driver has taken a device the core can tell whether the MSIs of
the device are remapped.  Set the flag of its bus then.

Three weaknesses are kept on purpose.  The first device on a bus speaks for all
that come later, since nothing ever clears the flag.  A bus that is added below
inherits it before anybody has looked at its devices.  And msi_bus_store() writes
the same word without a lock, so that either of the two can lose its bit.

The proposals set the flag in each IOMMU driver.  The core asks them all since
then, and sets it in one place here.

${BY_BUS.cited}`,
  edits: ({ iommu }) => iommu.notesDevice(marked(iommu.isolates)),
};

const MARK: Statements = `	if (phb->type == PNV_PHB_IODA2)
		pdev->bus->bus_flags |= ${FLAG};
`;

const byPowernv: PatchTemplate<Layout> = {
  subject: 'powerpc/powernv: Flag the buses of IODA2, as proposed',
  body: `No IOMMU driver takes the devices of powernv, so the IOMMU core does not flag
their buses.  Do it where a device is put into its endpoint.  The proposal flagged
the root bus of the host bridge, from which the others inherit.

${BY_BUS.cited}`,
  edits: ({ powerPc }) => powerPc.notesDevices(MARK),
};

const HIDDEN: Expression = `!(vdev->pdev->bus->bus_flags & ${FLAG})`;

const vfio: PatchTemplate<Layout> = {
  subject: 'vfio/pci: Allow mapping the MSI-X table where the bus remaps MSIs, as proposed',
  body: `Where the bus remaps MSIs a user cannot raise an interrupt that is not the
device's own, whatever is written into the MSI-X table.  Describe the BAR without
the sparse mmap capability there, let it be mapped whole, and let read() and
write() see the table.

Each of them looks at the flag by itself.  A device that is plugged in while this
one is open can set it, and so change what the user of this one was told.

The proposal is older than VFIO_REGION_INFO_CAP_MSIX_MAPPABLE.  It announces
nothing by it, so QEMU and DPDK leave the page out as before.

${BY_BUS.cited}`,
  edits: (layout) => [
    ...layout.regionInfo.asksForCapability([HIDDEN]),
    ...layout.refusals.flatMap((refusal) => refusal.isSkippedUnless([HIDDEN], true)),
    ...layout.readWrite.hidesTableOnlyIf([HIDDEN]),
  ],
};

/**
 * The flag as it was proposed: one of bus_flags, which the first device sets and nobody clears, and which vfio reads at
 * each call.
 *
 * @param knowsIsolation an IOMMU driver takes the devices of powernv as well (since v6.4)
 */
export const asProposed = (knowsIsolation: boolean): PatchTemplate<Layout>[] => [
  busFlag,
  byIommu,
  ...(knowsIsolation ? [] : [byPowernv]),
  vfio,
];
