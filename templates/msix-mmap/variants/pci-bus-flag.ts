// SPDX-License-Identifier: GPL-2.0-only
import type { Expression, Statements } from '../../../src/c/fragment.ts';
import type { PatchTemplate, Variant } from '../../../src/series/topic.ts';
import { type Contract, MAPPED_WHERE_ISOLATED } from '../contract.ts';
import { irqDomainStub } from '../irq-domain-stub.ts';
import type { Layout } from '../layout/index.ts';

const FLAG = 'PCI_BUS_FLAGS_MSI_REMAP';
const LINK = 'Link: https://lore.kernel.org/r/20171122040932.970-1-aik@ozlabs.ru';

/** The kernel decides, by what it knows of the device's bus. */
export const pciBusFlag: Variant<Layout, Contract> = {
  id: 'pci-bus-flag',
  title: 'PCI bus flag',
  origin:
    'a proposal of 2016, the second of the two that mail 9 speaks of; without its inconsistency, see the last patch',
  answer: `The kernel decides, by a flag of the PCI bus that the device is on, which is set where MSIs are remapped and
which buses inherit.  Where it is set the region may be mapped whole, is described so, and read() and write() see the
table.  Elsewhere everything remains as it is.  The price is that one device speaks for all on its bus.`,

  patches: ({ iommu }) => [
    ...(iommu.knowsIsolation ? [] : [irqDomainStub]),
    busFlag,
    flaggedByIommu,
    flaggedByPowerpc,
    vfio,
  ],

  contract: () => ({ ...MAPPED_WHERE_ISOLATED, tableByRead: 'shown' }),
};

const busFlag: PatchTemplate<Layout> = {
  subject: 'PCI: Add a bus flag for remapped MSIs',
  body: `Whoever hands a device to userspace wants to know whether it can raise
interrupts that are not its own, by writing to the address of an MSI.  What
prevents it may be an IOMMU, an MSI controller or a host bridge.  What they
have in common is the bus that the device is on.

Add a flag that says so.  A bus inherits it from its parent like the others,
so that a host bridge which remaps sets it once on its root bus.

${LINK}`,
  edits: ({ bus }) => bus.gainsFlag(FLAG),
};

const flaggedByIommu: PatchTemplate<Layout> = {
  subject: 'iommu: Flag the buses of devices whose MSIs are remapped',
  body: `When an IOMMU driver has taken a device the core can tell whether the MSIs of
the device are remapped: Intel and AMD do that in the IOMMU, ARM in the ITS.

Set the flag of its bus then.  One device speaks for all that are on the bus,
which is true of the platforms named, and a weakness of the flag where a bus
has devices behind different controllers.

${LINK}`,
  edits: ({ iommu }) => iommu.notesDevice(noteBus(iommu.isolates)),
};

const noteBus = (isolates: Expression): Statements => `	if (dev_is_pci(dev) && ${isolates})
		to_pci_dev(dev)->bus->bus_flags |= ${FLAG};

`;

const MARK: Statements = `	/* The bridge knows whose each MSI is, and refuses others */
	bus->bus_flags |= ${FLAG};
`;

const flaggedByPowerpc: PatchTemplate<Layout> = {
  subject: 'powerpc/pci: Flag the buses of pseries and powernv',
  body: `The host bridges of pseries and powernv know which MSIs belong to which
partitionable endpoint, and let no device raise those of another.  Set the
flag on their root buses before these are scanned; all other buses inherit
it.

${LINK}`,
  edits: ({ powerPc }) => powerPc.marksRootBuses(MARK),
};

const NOT_REMAPPED: Expression = `!(vdev->pdev->bus->bus_flags & ${FLAG})`;

const vfio: PatchTemplate<Layout> = {
  subject: 'vfio/pci: Allow mapping the MSI-X table where the bus remaps MSIs',
  body: `The pages that hold the MSI-X table cannot be mapped.  With 64K pages such
a page usually holds device registers as well, a doorbell for example, and
every access to them becomes a system call.

Where the bus remaps MSIs a user cannot raise an interrupt that is not the
device's own, whatever is written into the table, and the reason for the
refusal is gone.  Describe the BAR without the sparse mmap capability there,
let it be mapped whole, and let read() and write() see the table: what may be
mapped need not be hidden.

The proposal of 2016 allowed the mapping but went on to describe the BAR as
sparse, so that userspace that believes the description would never have
mapped the table's pages.  All three ask the same question here.  ioeventfds
that write to the table remain refused, there is no use for them.

${LINK}`,
  edits: (layout) => [
    ...layout.regionInfo.asksForCapability([NOT_REMAPPED]),
    ...layout.refusals.flatMap((refusal) => refusal.isSkippedUnless([NOT_REMAPPED], true)),
    ...layout.readWrite.hidesTableOnlyIf([NOT_REMAPPED]),
  ],
};
