// SPDX-License-Identifier: GPL-2.0-only
import type { Members, Statements, TopLevel } from '../../../src/c/fragment.ts';
import type { Parameters, PatchTemplate, Variant } from '../../../src/series/topic.ts';
import { type Contract, mappedWhereIsolated } from '../contract.ts';
import { irqDomainStub } from '../irq-domain-stub.ts';
import type { Layout } from '../layout/index.ts';
import {
  ALWAYS_GIVEN,
  AS_POSTED,
  announcedWhere,
  announces,
  explained,
  MAPPABLE_CAP,
} from '../mappable-cap.ts';
import { PSERIES, powernvDomains, powernvSource } from '../powernv.ts';
import { BY_BUS } from '../proposals.ts';
import { RDWR, readWriteShows, tableByRead } from '../read-write.ts';
import { asProposed } from './pci-bus-flag/as-posted.ts';

const MEMBER = 'msi_remap';
const ALL = 'PCI_MSI_REMAP_ALL';
const NOTE = 'pci_bus_note_msi_remap';
const HIDDEN = '!vdev->msi_remapped';

/** The kernel decides, by what it knows of the device's bus. */
export const pciBusFlag: Variant<Layout, Contract> = {
  id: 'pci-bus-flag',
  title: 'PCI bus flag',
  origin:
    'Yongji Xie, 2016, taken up by Alexey Kardashevskiy in 2017 (v4 of "vfio-pci: Add support for mmapping MSI-X table"); the second of the two that mail 9 speaks of',
  link: BY_BUS.link,
  answer: `The kernel decides, by what is noted of the PCI bus that the device is on: whether the MSIs of all its
devices are remapped.  Where they are the region may be mapped whole, and is described so.  Elsewhere everything remains
as it is.  The price is that one device speaks for all on its bus.`,
  today: `The proposal (--set as-posted) kept it in bus_flags, set by the first device, and never taken away; others write that
word without a lock.  Here it has a word of its own, which one device without remapping takes away for good, and vfio looks at it once,
when the device is opened.  A mappable table is announced by VFIO_REGION_INFO_CAP_MSIX_MAPPABLE, which did not exist then.
That read() and write() see the table as well is left out, and a patch of its own (--set rdwr).  pseries is left out: its
hypervisors do not all check MSIs.`,
  parameters: {
    'as-posted': {
      ...AS_POSTED,
      help: `as it was proposed: one of bus_flags, read at each call, for read() and write() as well; ${MAPPABLE_CAP} is not given`,
    },
    rdwr: RDWR,
  },

  patches: (layout, parameters) => [
    ...(layout.iommu.knowsIsolation ? [powernvDomains] : [irqDomainStub]),
    ...(parameters['as-posted'] === true
      ? asProposed(layout.iommu.knowsIsolation)
      : asToday(layout, parameters)),
  ],

  contract: (layout, parameters) => ({
    ...mappedWhereIsolated(announces(layout, parameters), 'bus'),
    ...tableByRead(parameters['as-posted'] === true ? { rdwr: true } : parameters),
  }),
};

const asToday = (layout: Layout, parameters: Parameters): PatchTemplate<Layout>[] => [
  busState,
  notedByIommu(layout.iommu),
  ...(layout.iommu.knowsIsolation ? [] : [notedByPowernv(layout)]),
  vfio(layout, parameters),
  ...(parameters.rdwr === true
    ? [readWriteShows(HIDDEN, 'where the bus of the device remaps MSIs', BY_BUS)]
    : []),
];

const TYPE: TopLevel = `/* Whether the MSIs of all devices on a bus are remapped that were noted */
enum pci_msi_remap {
	PCI_MSI_REMAP_UNKNOWN,
	${ALL},
	PCI_MSI_REMAP_NOT_ALL,
};
`;

const STATE: Members = `	enum pci_msi_remap ${MEMBER};	/* Not inherited by child buses */
`;

const DECLARATION: TopLevel = `void ${NOTE}(struct pci_bus *bus, bool remapped);
`;

const FUNCTION: TopLevel = `/**
 * ${NOTE} - Note whether the MSIs of a device on a bus are remapped
 * @bus: the bus
 * @remapped: whether they are
 *
 * A bus has remapped MSIs as long as all devices have them that were noted, and
 * one was.  The first one without takes that away for as long as the bus exists,
 * even when it is unplugged: nobody keeps which device it was.  Child buses are
 * told of their own devices.
 */
void ${NOTE}(struct pci_bus *bus, bool remapped)
{
	if (remapped)
		cmpxchg(&bus->${MEMBER}, PCI_MSI_REMAP_UNKNOWN, ${ALL});
	else
		WRITE_ONCE(bus->${MEMBER}, PCI_MSI_REMAP_NOT_ALL);
}

`;

const busState: PatchTemplate<Layout> = {
  subject: 'PCI: Keep whether a bus has remapped MSIs',
  body: `Whoever hands a device to userspace wants to know whether it can raise
interrupts that are not its own, by writing to the address of an MSI.  What
prevents it may be an IOMMU, an MSI controller or a host bridge.  What they
have in common is the bus that the device is on.

Keep it there.  A bus begins as unknown, which is not remapped.  Each device is
noted before a driver can have it, also one that is plugged in later, and takes
it away if its own MSIs are not remapped, for as long as the bus exists.

A bus does not inherit it, unlike the bus flags.  What the devices of one bus have
says nothing of those below it: a bus that is hot-added, or the virtual bus of
VFs, would count as remapped before anybody has looked, or as not remapped for
ever because of a device that it does not have.

It is not one more of the bus flags, as was proposed.  msi_bus_store() changes
these by a plain read-modify-write under no lock, so that one of two writers
could lose its bit.  A word of its own that only ever moves on, from unknown to
all to not all, needs no lock.

${BY_BUS.cited}`,
  edits: ({ bus }) =>
    bus.gainsState({
      name: MEMBER,
      type: TYPE,
      member: STATE,
      declaration: DECLARATION,
      functions: FUNCTION,
    }),
};

/** Which devices no IOMMU driver takes: powerpc has none before v6.4, later all but those of the no-IOMMU mode have one. */
const notedByIommu = ({ knowsIsolation, attachesLater }: Layout['iommu']): PatchTemplate<Layout> => ({
  subject: 'iommu: Note on a bus whether the MSIs of its devices are remapped',
  body: `When an IOMMU driver has taken a device the core can tell whether the MSIs of
the device are remapped: Intel and AMD do that in the IOMMU, ARM in the ITS.

Note it on the bus of the device, when the device is in its group.  That is
before a driver is bound to the device, so that none finds a bus that has
remapped MSIs because of the others on it.  ${
    attachesLater
      ? `Attaching the default domain may
still fail then.  A device without remapped MSIs has taken them from the bus by
that time, which errs on the side of caution; one that had them has said nothing
of the others, each of which is noted by itself.`
      : `It has been attached to
its default domain by then, and nothing can fail any more.`
  }

One device speaks for all that are on the bus.  On ARM a host bridge may send the
MSIs of some devices to an ITS and those of others to a GICv2m frame, by their
requester IDs; one of the latter decides for all.

A device that no IOMMU driver takes is not noted, and finds what the others have
made of its bus.  ${
    knowsIsolation
      ? `Only the no-IOMMU mode of VFIO gives such a device to
userspace, and that isolates nothing.`
      : `On powerpc these are all devices: powernv notes them by
itself, pseries does not.  Elsewhere only the no-IOMMU mode of VFIO gives such a
device to userspace, and that isolates nothing.`
  }

${BY_BUS.cited}`,
  edits: ({ iommu }) => iommu.notesDevice(noteBus(iommu.isolates)),
});

const noteBus = (isolates: string): Statements => `	if (dev_is_pci(dev))
		${NOTE}(to_pci_dev(dev)->bus,
				       ${isolates});

`;

const MARK: Statements = `	/* The bridge knows whose each MSI is, and refuses others */
	if (phb->type == PNV_PHB_IODA2)
		${NOTE}(pdev->bus, true);
`;

const notedByPowernv = ({ powernvDocument }: Layout): PatchTemplate<Layout> => ({
  subject: 'powerpc/powernv: Note that the host bridges remap MSIs',
  body: `${powernvSource(powernvDocument)}

No IOMMU driver takes these devices, so the IOMMU core does not note it.  Note it
where each of them is put into its endpoint, which is before a driver is bound to
it.  Bridges of the older type (IODA1) and NPUs are left out, and so remain
unknown.

${PSERIES}

${BY_BUS.cited}`,
  edits: ({ powerPc }) => powerPc.notesDevices(MARK),
});

const vfio = (layout: Layout, parameters: Parameters): PatchTemplate<Layout> => ({
  subject: 'vfio/pci: Allow mapping the MSI-X table where the bus remaps MSIs',
  body: `The pages that hold the MSI-X table cannot be mapped.  With 64K pages such
a page may hold device registers as well, a doorbell for example, and every
access to them becomes a system call.

Where the bus remaps MSIs a user cannot raise an interrupt that is not the
device's own, whatever is written into the table, and the reason that was given
for the refusal is gone.  Let the BAR be mapped whole there${
    announces(layout, parameters)
      ? `, and announce
it by VFIO_REGION_INFO_CAP_MSIX_MAPPABLE instead of sparse areas: it is what QEMU
and DPDK look for.`
      : `, and describe it
without the sparse mmap capability.  QEMU and DPDK map the page only where they
find VFIO_REGION_INFO_CAP_MSIX_MAPPABLE, so they leave it out as before.`
  }

Look at the bus once, when the device is opened first.  A device that is plugged
in later may change what is noted of the bus, and region info${layout.dmaBuf ? ', mmap and dma-bufs' : ' and mmap'}
have to say the same for as long as the device is open.

Where the bus does not remap MSIs the pages stay refused, although a device that
can do DMA can do the write of an MSI without a table.  That breaks programs
which rely on what mainline has done since v4.16.

${BY_BUS.cited}`,
  edits: (vfio) => [
    ...vfio.device.gainsBool('msi_remapped'),
    ...vfio.open.resets(`vdev->msi_remapped = READ_ONCE(pdev->bus->${MEMBER}) == ${ALL};`),
    ...announcedWhere(vfio, parameters, 'vdev->msi_remapped', HIDDEN),
    ...vfio.refusals.flatMap((refusal) => refusal.isSkippedUnless([HIDDEN], true, 'the bus remaps MSIs')),
    ...explained(
      vfio,
      parameters,
      `vfio-pci gives it where the kernel has found devices with remapped MSIs on the
PCI bus, and none without, by the time the device is opened.  Elsewhere the pages that hold the MSI-X table cannot be mapped, and
VFIO_REGION_INFO_CAP_SPARSE_MMAP leaves them out.  ${ALWAYS_GIVEN}`,
    ),
  ],
});
